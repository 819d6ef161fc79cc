import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createTestHarness } from 'wrangler'
import type { ScanInspector } from '../../src/core/scan/inspection.ts'
import { describeScanInspector, type OpenInspector } from '../contracts/scanInspector.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import type inspectorWorker from './inspectorWorker.ts'
import { bundleFor, offline } from './underTest.ts'

interface Module {
  readonly default: typeof inspectorWorker
}

/** The deployment's own flags, and none of its bindings. */
const configIn = async (folder: string): Promise<string> => {
  const deployed = await readFile(new URL('../../wrangler.toml', import.meta.url), 'utf8')
  const flags = deployed
    .split('\n')
    .filter((line) => /^(?:compatibility_(?:date|flags)|minify) = /u.test(line))
  const main = fileURLToPath(new URL('inspectorWorker.ts', import.meta.url))
  const path = `${folder}/wrangler.toml`
  await writeFile(path, ['name = "inspector"', `main = "${main}"`, ...flags].join('\n'))
  return path
}

const openInWorkerd = async (): Promise<OpenInspector> => {
  Object.assign(process.env, offline)
  const folder = await temporaryFolder()
  const configPath = await configIn(folder.path)
  const bundle = await bundleFor(configPath)
  const harness = createTestHarness({
    root: folder.path,
    workers: [{ configPath, prebuiltWorkerDir: bundle.folder }],
  })
  await harness.listen()
  const inspector: ScanInspector = await harness.getWorker<object, Module>().getExport()
  return {
    inspect: async (bytes, asked) => inspector.inspect(bytes, asked),
    convert: async (bytes) => inspector.convert(bytes),
    mark: async (jpeg, regions, turn) => inspector.mark(jpeg, regions, turn),
    close: async () => {
      await harness.close()
      await bundle.remove()
      await folder.remove()
    },
  }
}

describeScanInspector('in workerd', openInWorkerd, { converts: [], marks: true, copies: true })
