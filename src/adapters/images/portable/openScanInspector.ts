import zxing from 'zxing-wasm/reader/zxing_reader.wasm'
import type { ReadCodes } from '../../../core/scan/reading.ts'
import type { OpenHostInspector } from '../hostInspector.ts'
import { createPortableScanInspector } from './portableScanInspector.ts'
import { workerdCodeReader } from './workerdCodeReader.ts'

/** After so long an invocation that looks at a picture is taken for cancelled: far more than any picture takes. */
const longestLookMs = 30_000
const pauseMs = 20

let readCodes: ReadCodes | undefined
/**
 * Milliseconds; until then one invocation of the isolate has the memory for a picture to itself. A time, never a
 * promise: one of a cancelled invocation would be waited for in vain.
 */
let takenUntil = 0

/** On Workers, for one invocation: a picture at a time in the whole isolate, whoever brings it. No card is read. */
export const openScanInspector: OpenHostInspector = ({ layout, host: { now } }) => {
  readCodes ??= workerdCodeReader(zxing)
  const inspector = createPortableScanInspector({ readCodes, layout })
  const alone = async <Value>(look: () => Promise<Value>): Promise<Value> => {
    while (now().getTime() < takenUntil) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    const until = now().getTime() + longestLookMs
    takenUntil = until
    try {
      return await look()
    } finally {
      if (takenUntil === until) takenUntil = 0
    }
  }
  return {
    inspect: async (bytes, asked) => alone(async () => inspector.inspect(bytes, asked)),
    convert: async (bytes) => alone(async () => inspector.convert(bytes)),
    mark: async (jpeg, regions, turn) => alone(async () => inspector.mark(jpeg, regions, turn)),
    warm: async () => undefined,
    close: async () => undefined,
  }
}
