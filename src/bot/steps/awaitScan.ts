import { fail, ok } from '../../core/result.ts'
import { formDocument } from '../formDocument.ts'
import { inspectPicture, nameScan, samplesOf } from '../scans.ts'
import { step, type Move, type Option } from '../step.ts'

/** Asks for the picture of one scan; holds the offer to make a refused one smaller (R8). */
export const awaitScan = step({
  prompt: (sight) => {
    const { texts, answers } = sight
    const kind = answers.scanKind ?? 'form'
    const shrink: readonly Option[] = answers.convertible ? [{ option: 'shrink', label: texts.shrink }] : []
    return [
      {
        type: 'text',
        text: texts.awaitScan(nameScan(kind, sight)),
        options: [
          ...(shrink.length > 0 ? [shrink] : []),
          ...(kind === 'form' ? [[{ option: 'form', label: texts.formAgain }]] : []),
          [
            { option: 'sample', label: texts.sample(nameScan(kind, sight)) },
            { option: 'back', label: texts.toScans },
          ],
        ],
        expects: { type: 'picture', kind },
      },
    ]
  },
  parse: (sent) =>
    sent.type === 'picture' || sent.type === 'option'
      ? ok(sent)
      : fail({ kind: 'wrongInput', expected: 'picture' }),
  check: (sent) => ok(sent),
  next: (sent, sight): Move => {
    const kind = sight.answers.scanKind ?? 'form'
    if (sent.type === 'picture') return inspectPicture(kind, sent.picture, sight)
    const { convertible } = sight.answers
    if (sent.option === 'shrink' && convertible) return inspectPicture(kind, convertible, sight, true)
    if (sent.option === 'form' && sight.application !== undefined)
      return { to: 'awaitScan', say: formDocument(sight.application, sight) }
    if (sent.option === 'sample') return { to: 'awaitScan', say: samplesOf(kind, sight) }
    return { to: 'chooseScan', answers: { convertible: undefined } }
  },
})
