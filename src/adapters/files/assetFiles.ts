import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Asset, Assets } from '../../core/ports.ts'
import { Fault } from '../../core/fault.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
}

/** The built assets of a folder (its URL ends in a slash), read once: they are few and small. Fault 'alert' when there are none. */
export const assetFiles = (folder: URL): Assets => {
  const assets = new Map<string, Asset>()
  for (const name of namesIn(folder)) {
    const contentType = contentTypes[extname(name)]
    if (!contentType) continue
    const bytes = readFileSync(new URL(name, folder))
    assets.set(name, {
      bytes,
      contentType,
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    })
  }
  if (assets.size === 0) throw new Fault('alert', 'The built assets are missing. Run `npm run build` first.')
  return { find: (path) => assets.get(path) }
}

const namesIn = (folder: URL): string[] => {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new Fault('alert', 'The folder of built assets cannot be read. Run `npm run build` first.', {
      cause,
    })
  }
}
