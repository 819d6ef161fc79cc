import { scanKinds, type ScanKind } from '../../core/application.ts'
import { groupFormNumber } from '../../core/formNumber.ts'
import { ok } from '../../core/result.ts'
import { nameScan, receivePicture, sampleOf, scanState, sentScan } from '../scans.ts'
import { requestedLines, wordStatus } from '../status.ts'
import { optionOrPicture, say, step, type Move, type Option, type Prompted, type Sight } from '../step.ts'

const optionsFor = (kind: ScanKind, sight: Sight): readonly (readonly Option[])[] => {
  const { texts, application, answers } = sight
  if (application === undefined) return []
  const name = nameScan(kind, sight)
  const sample = [{ option: `sample.${kind}`, label: texts.sample(name) }]
  if (scanState(kind, application, answers) !== 'sent')
    return [[{ option: `upload.${kind}`, label: texts.upload(name) }], sample]
  const isThere = application.scans[kind].sent !== undefined
  return isThere ? [[{ option: `view.${kind}`, label: texts.viewScan(name) }]] : []
}

const formOf = ({ application, texts }: Sight): readonly Prompted[] =>
  application === undefined
    ? []
    : [
        {
          type: 'document',
          document: { kind: 'form', applicationId: application.id },
          fileName: texts.formFile,
          caption: texts.formCaption(groupFormNumber(application.formNumber)),
        },
      ]

const choose = (option: string, sight: Sight): Move => {
  const kind = scanKinds.find((kind) => option.endsWith(`.${kind}`))
  if (kind === undefined) {
    return option === 'form'
      ? { to: 'chooseScan', say: [{ type: 'busy', what: 'composing' }, ...formOf(sight)] }
      : { to: 'chooseScan', say: [say(wordStatus(sight))] }
  }
  if (option.startsWith('sample.')) return { to: 'chooseScan', say: [sampleOf(kind, sight)] }
  if (option.startsWith('view.')) return { to: 'chooseScan', say: sentScan(kind, sight) }
  const isChosen = sight.application?.scans[kind].chosen !== undefined
  return {
    to: isChosen ? 'confirmScan' : 'awaitScan',
    answers: { scanKind: kind, shrinkable: undefined },
  }
}

/** The two scans, how far each is, and what can be done (R7–R11). */
export const chooseScan = step({
  prompt: (sight) => {
    const { texts, application, answers } = sight
    const lines =
      application === undefined
        ? []
        : scanKinds.map((kind) =>
            texts.scanLine(nameScan(kind, sight), scanState(kind, application, answers)),
          )
    return [
      {
        type: 'text',
        text: texts.chooseScan([...lines, ...requestedLines(sight)].join('\n')),
        options: [
          ...scanKinds.flatMap((kind) => optionsFor(kind, sight)),
          [
            { option: 'status', label: texts.seeStatus },
            { option: 'form', label: texts.formAgain },
          ],
        ],
      },
    ]
  },
  parse: optionOrPicture,
  check: (sent, sight) =>
    typeof sent === 'string' ? ok(choose(sent, sight)) : receivePicture(sent.picture, sight),
  next: (move) => move,
})
