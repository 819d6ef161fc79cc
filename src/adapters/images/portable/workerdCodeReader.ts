import { prepareZXingModule } from 'zxing-wasm/reader'
import type { ReadCodes } from '../../../core/scan/reading.ts'
import { readCodes } from '../readCodes.ts'

type Started = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void

/**
 * Reads codes where WebAssembly may not be compiled, but only imported: `module` is
 * `zxing-wasm/reader/zxing_reader.wasm`. It is started with the first picture, and stays.
 */
export const workerdCodeReader = (module: WebAssembly.Module): ReadCodes => {
  prepareZXingModule({
    overrides: {
      instantiateWasm(imports: WebAssembly.Imports, started: Started) {
        const instance = new WebAssembly.Instance(module, imports)
        started(instance, module)
        return instance.exports
      },
    },
  })
  return readCodes
}
