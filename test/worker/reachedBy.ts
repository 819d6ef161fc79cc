import { builtinModules } from 'node:module'
import type { BundleMeta } from './underTest.ts'

export interface Reached {
  /** Of ours and of packages, from the project's folder. */
  readonly files: readonly string[]
  readonly packages: readonly string[]
  /** `file → module`, of our own files that import a module of Node's: packages know what they do without it. */
  readonly builtinsOfOurs: readonly string[]
}

/** Everything that a file of a bundle leads to, whichever way it is imported. */
export const reachedBy = ({ inputs }: BundleMeta, entry: string): Reached => {
  const start = Object.keys(inputs).find((path) => path.endsWith(entry))
  if (start === undefined) throw new Error(`${entry} is not in the bundle`)
  const seen = new Set<string>()
  const builtins: string[] = []
  const walk = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { path: imported } of inputs[path]?.imports ?? []) {
      const module = imported.replace(/^node-built-in-modules:/u, '')
      if (isNodes(module)) {
        if (!path.includes('node_modules/')) builtins.push(`${path} → ${module}`)
      } else if (inputs[imported]) walk(imported)
    }
  }
  walk(start)
  const prefix = start.slice(0, start.length - entry.length)
  const files = Array.from(seen, (path) => path.slice(prefix.length))
  return {
    files,
    packages: [...new Set(files.flatMap((path) => packageOf(path) ?? []))],
    builtinsOfOurs: builtins,
  }
}

const isNodes = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name)

const packageOf = (path: string): string | undefined =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1]
