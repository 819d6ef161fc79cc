import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { nodeBundle } from '../scripts/nodeBundle.ts'
import { isForbiddenOnWorkers, type Reached, reachedBy } from './support/reachedBy.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** As wrangler bundles. */
const workerd = ['workerd', 'worker', 'browser']

/** What a module leads to, packages left unopened; types, and what only they need, lead nowhere. */
const reach = async (source: string, conditions: readonly string[] = workerd): Promise<Reached> => {
  const { metafile } = await build({
    stdin: { contents: source, resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    write: false,
    outdir: 'nowhere',
    metafile: true,
    packages: 'external',
    platform: 'neutral',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    conditions: [...conditions],
    logLevel: 'silent',
  })
  return reachedBy(metafile, 'entry.ts')
}

/** What of it keeps a Worker from starting. */
const wrongWith = ({ packages, builtinsOfOurs }: Reached): readonly string[] => [
  ...packages.filter(isForbiddenOnWorkers),
  ...builtinsOfOurs,
]

describe('what src/worker.ts leads to', () => {
  it('has nothing native and no module of Node’s', async () => {
    const worker = await reach("export * from './src/worker.ts'")
    expect(wrongWith(worker)).toEqual([])
    // What is loaded lazily, and what a condition chose, was walked too.
    expect(worker.files).toContain('src/adapters/pdf/formComposer.ts')
    expect(worker.files).toContain('src/adapters/images/portable/openScanInspector.ts')
    expect(worker.packages).toContain('pg-boss')
  })

  it('imports by names that a bundler can follow alone', async () => {
    const { files } = await reach("export * from './src/worker.ts'")
    const ours = files.filter((path) => /^src\/.*\.tsx?$/u.test(path))
    expect(ours.length).toBeGreaterThan(200)
    const computed = /\b(?:import\((?!\s*['"])|createRequire\b|require\()/u
    expect(ours.filter((path) => computed.test(readFileSync(root + path, 'utf8')))).toEqual([])
  })

  it('depends on the condition: without it, processes and files of Node’s are reached', async () => {
    const elsewhere = await reach("export * from './src/worker.ts'", [])
    expect(elsewhere.files).toContain('src/adapters/images/sharpScanInspector.ts')
    expect(wrongWith(elsewhere)).toContain('src/adapters/helpers/startHelper.ts → node:child_process')
  })
})

describe('what is bundled for Node', () => {
  it.each(['src/node.ts', 'src/jobs.ts'])('by %s looks at pictures with sharp alone', async (entry) => {
    const { metafile } = await build({
      ...nodeBundle,
      entryPoints: [entry],
      absWorkingDir: root,
      write: false,
      outdir: 'nowhere',
      metafile: true,
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
    })
    const { files } = reachedBy(metafile, entry)
    expect(files).toContain('src/adapters/images/sharpScanInspector.ts')
    expect(files.filter((path) => path.startsWith('src/adapters/images/portable/'))).toEqual([])
  })
})

describe('the walk finds a wrong import', () => {
  it.each([
    ['of a file that imports sharp', "import './src/adapters/images/sharpLoaders.ts'", 'sharp'],
    [
      'that is exported on',
      "export * from './src/adapters/files/durable.ts'",
      'src/adapters/files/durable.ts → node:fs/promises',
    ],
    [
      'that comes later',
      "export const later = async () => import('./src/adapters/ocr/onnxTextModels.ts')",
      'onnxruntime-node',
    ],
    ['without its prefix', "import fs from 'fs'\nfs.statSync('/')", 'entry.ts → fs'],
    ['that is required', "require('node:fs')", 'entry.ts → node:fs'],
  ])('%s', async (_where, source, wrong) => {
    expect(wrongWith(await reach(source))).toContain(wrong)
  })

  it('and takes the import of a type for none', async () => {
    const source =
      "import type { Sharp } from 'sharp'\nimport type fs from 'node:fs'\nexport type { Sharp, fs }"
    expect(wrongWith(await reach(source))).toEqual([])
  })
})
