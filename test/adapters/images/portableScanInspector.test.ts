import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createPortableScanInspector } from '../../../src/adapters/images/portable/portableScanInspector.ts'
import { workerdCodeReader } from '../../../src/adapters/images/portable/workerdCodeReader.ts'
import { describeScanInspector } from '../../contracts/scanInspector.ts'

const wasm = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
const readCodes = workerdCodeReader(await WebAssembly.compile(wasm))
const inspector = createPortableScanInspector({ readCodes })

describeScanInspector('without native code', async () => ({ ...inspector, close: async () => undefined }), {
  converts: [],
  marks: true,
  copies: true,
})
