import zxing from 'zxing-wasm/reader/zxing_reader.wasm'
import type { ReadCodes } from '../../../core/scan/reading.ts'
import type { OpenHostInspector } from '../hostInspector.ts'
import { aloneInIsolate } from '../../aloneInIsolate.ts'
import { createPortableScanInspector } from './portableScanInspector.ts'
import { workerdCodeReader } from './workerdCodeReader.ts'

export { openWatermark } from './openWatermark.ts'

let readCodes: ReadCodes | undefined

/** On Workers, for one invocation: a picture at a time in the whole isolate, whoever brings it. No card is read. */
export const openScanInspector: OpenHostInspector = ({ layout, host: { now } }) => {
  readCodes ??= workerdCodeReader(zxing)
  const inspector = createPortableScanInspector({ readCodes, layout })
  return {
    inspect: async (bytes, asked) => aloneInIsolate(now, async () => inspector.inspect(bytes, asked)),
    convert: async (bytes) => aloneInIsolate(now, async () => inspector.convert(bytes)),
    mark: async (jpeg, regions, turn) => aloneInIsolate(now, async () => inspector.mark(jpeg, regions, turn)),
    warm: async () => undefined,
    close: async () => undefined,
  }
}
