import { scanKinds, type ScanKind } from '../../core/application.ts'
import { ok } from '../../core/result.ts'
import type { Filled } from '../../core/turn.ts'
import { beginCorrection, isCorrecting } from '../correction.ts'
import { formDocument } from '../formDocument.ts'
import {
  convertOffered,
  nameScan,
  offerOptions,
  receivePicture,
  samplesOf,
  scanState,
  sentScan,
} from '../scans.ts'
import { requestedLines, wordStatus } from '../status.ts'
import { optionOrPicture, say, step, type Move, type Option, type Sight } from '../step.ts'

const optionsFor = (kind: ScanKind, sight: Sight): readonly (readonly Option[])[] => {
  const { texts, application } = sight
  if (application === undefined) return []
  const name = nameScan(kind, sight)
  const sample = [{ option: `sample.${kind}`, label: texts.sample(name) }]
  if (scanState(kind, application) !== 'sent')
    return [[{ option: `upload.${kind}`, label: texts.upload(name) }], sample]
  const isThere = application.scans[kind].sent !== undefined
  return isThere ? [[{ option: `view.${kind}`, label: texts.viewScan(name) }]] : []
}

/** The values once more, to be changed; where a correction was left, it goes on. */
const correct = (filled: Filled | undefined, { application, answers }: Sight): Move => {
  if (isCorrecting(answers, application)) return { to: 'checkValues' }
  if (application === undefined || filled === undefined)
    return { to: 'chooseScan', problem: { kind: 'notNow' } }
  return { to: 'checkValues', answers: beginCorrection(answers, application, filled) }
}

const choose = (option: string, sight: Sight, filled: Filled | undefined): Move => {
  const { application } = sight
  if (option === 'correct') return correct(filled, sight)
  if (option === 'convert') return convertOffered(sight)
  if (option === 'tellKind') return { to: 'chooseKind' }
  if (option === 'form')
    return { to: 'chooseScan', say: application === undefined ? [] : formDocument(application, sight) }
  const kind = scanKinds.find((kind) => option.endsWith(`.${kind}`))
  if (kind === undefined) return { to: 'chooseScan', say: [say(wordStatus(sight))] }
  if (option.startsWith('sample.')) return { to: 'chooseScan', say: samplesOf(kind, sight) }
  if (option.startsWith('view.')) return { to: 'chooseScan', say: sentScan(kind, sight) }
  const isChosen = application?.scans[kind].chosen !== undefined
  return {
    to: isChosen ? 'confirmScan' : 'awaitScan',
    answers: { scanKind: kind },
  }
}

/** The two scans, how far each is, and what can be done (R7–R11). */
export const chooseScan = step({
  prompt: (sight) => {
    const { texts, application } = sight
    const lines =
      application === undefined
        ? []
        : scanKinds.map((kind) => texts.scanLine(nameScan(kind, sight), scanState(kind, application)))
    return [
      {
        type: 'text',
        text: texts.chooseScan([...lines, ...requestedLines(sight)].join('\n')),
        options: [
          ...offerOptions(sight),
          ...(sight.answers.pictures === undefined ? [] : [[{ option: 'tellKind', label: texts.tellKind }]]),
          ...scanKinds.flatMap((kind) => optionsFor(kind, sight)),
          [
            { option: 'status', label: texts.seeStatus },
            { option: 'form', label: texts.formAgain },
          ],
          [{ option: 'correct', label: texts.correct }],
        ],
        takesPictures: true,
      },
    ]
  },
  parse: optionOrPicture,
  lookUp: async (sent, _, lookUps) => (sent === 'correct' ? lookUps.filled() : undefined),
  check: (sent, sight, filled: Filled | undefined) =>
    typeof sent === 'string' ? ok(choose(sent, sight, filled)) : receivePicture(sent.picture, sight),
  next: (move) => move,
})
