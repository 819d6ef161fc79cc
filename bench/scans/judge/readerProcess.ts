import { createCardReader } from '../../../src/adapters/ocr/createCardReader.ts'
import { createSharpScanInspector } from '../../../src/adapters/images/sharpScanInspector.ts'
import type { Looked, LookRequest } from './scanReader.ts'
import { forgetPeaks, treeCost } from './treeCost.ts'

/**
 * The service's own inspector in a process of its own, so that nothing but reading is counted; one picture at a time.
 * A picture that is only too large is converted first, as the chat offers to.
 */
const cardReader = createCardReader()
const inspector = createSharpScanInspector({ cardReader })

const look = async ({ bytes, asked }: LookRequest): Promise<Looked> => {
  await forgetPeaks()
  const before = await treeCost()
  const first = await inspector.inspect(bytes, asked)
  const isTooLarge = !first.ok && first.problem.kind === 'tooLarge' && first.problem.convertible
  const smaller = isTooLarge ? await inspector.convert(bytes) : undefined
  const inspected = smaller?.ok === true ? await inspector.inspect(smaller.value, asked) : first
  const after = await treeCost()
  return {
    found: inspected.ok
      ? { shows: inspected.value.shows, reading: inspected.value.reading }
      : { problem: inspected.problem },
    converted: smaller?.ok === true,
    cpuMs: after.cpuMs - before.cpuMs,
    peakMB: after.peakMB,
    restMB: before.peakMB,
    helperMB: after.helperMB,
  }
}

process.on('message', (request: LookRequest | 'close') => {
  if (request === 'close') {
    void Promise.all([inspector.close(), cardReader.close()]).then(() => process.disconnect())
    return
  }
  void look(request).then((looked) => process.send?.(looked))
})
