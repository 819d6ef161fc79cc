import { fail, ok } from '../../core/result.ts'
import { formDocument } from '../formDocument.ts'
import { convertOffered, nameScan, offerOptions, offersBeside, receiveFor, samplesOf } from '../scans.ts'
import { step, type Move } from '../step.ts'

/** Asks for the picture of one scan; holds the offer to convert a refused one (R8). */
export const awaitScan = step({
  prompt: (sight) => {
    const { texts, answers } = sight
    const kind = answers.scanKind ?? 'form'
    return [
      {
        type: 'text',
        text: texts.awaitScan(nameScan(kind, sight)),
        options: [
          ...offerOptions(sight),
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
    if (sent.type === 'picture') {
      const move = receiveFor(kind, sent, sight)
      return { ...move, answers: { ...move.answers, offers: offersBeside(kind, sight) } }
    }
    if (sent.option === 'convert') return convertOffered(sight)
    if (sent.option === 'form' && sight.application !== undefined)
      return { to: 'awaitScan', say: formDocument(sight.application, sight) }
    if (sent.option === 'sample') return { to: 'awaitScan', say: samplesOf(kind, sight) }
    return { to: 'chooseScan', answers: { offers: undefined } }
  },
})
