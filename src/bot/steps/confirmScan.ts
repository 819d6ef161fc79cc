import { promisedTime } from '../../core/promisedTime.ts'
import { ok } from '../../core/result.ts'
import type { Effect } from '../../core/turn.ts'
import { inspectPicture, missingScans, nameScan } from '../scans.ts'
import { optionOrPicture, say, step, type Move, type Prompted, type Sight } from '../step.ts'

/** Sends the chosen scan; with the last of them the application is submitted, and `waiting` names the promised time (R10). */
const send = (sight: Sight): Move => {
  const { application, answers, texts, fresh } = sight
  const kind = answers.scanKind ?? 'form'
  const chosen = application?.scans[kind].chosen
  if (application === undefined || chosen === undefined)
    return { to: 'chooseScan', problem: { kind: 'nothingChosen' } }

  const missing = missingScans(application).filter((other) => other !== kind)
  const sendScan: Effect = { type: 'sendScan', scanId: chosen.id }
  if (missing.length > 0) {
    return {
      to: 'chooseScan',
      answers: { scanKind: undefined },
      effects: [sendScan],
      say: [say(texts.sent)],
    }
  }
  const promisedAt = promisedTime(fresh.now)
  return {
    to: 'waiting',
    answers: { scanKind: undefined },
    effects: [sendScan, { type: 'advance', event: 'submit', promisedAt }],
    say: [say(texts.sent), say(texts.submitted)],
  }
}

/** A picture is a choice until it is sent: send it, or clear it and choose again (R9). */
export const confirmScan = step({
  prompt: (sight) => {
    const { texts, answers, application } = sight
    const kind = answers.scanKind ?? 'form'
    const name = nameScan(kind, sight)
    const chosen = application?.scans[kind].chosen
    const picture: readonly Prompted[] =
      chosen === undefined
        ? []
        : [
            {
              type: 'picture',
              picture: { kind: 'scan', scanId: chosen.id },
              caption: texts.chosenCaption(name),
            },
          ]
    const warnings = [...new Set(chosen?.warnings.map(({ kind }) => `· ${texts.warnings[kind]}`))]
    const warned = warnings.length > 0 ? [texts.warned(warnings.join('\n'))] : []
    return [
      ...picture,
      {
        type: 'text',
        text: [...warned, texts.confirmScan(name)].join('\n\n'),
        options: [
          [
            { option: `send.${kind}`, label: texts.send },
            { option: 'clear', label: texts.clear },
          ],
        ],
      },
    ]
  },
  parse: optionOrPicture,
  check: (sent) => ok(sent),
  next: (sent, sight): Move => {
    const kind = sight.answers.scanKind ?? 'form'
    if (typeof sent !== 'string') return inspectPicture(kind, sent.picture, sight)
    if (sent !== 'clear') return send(sight)
    const chosen = sight.application?.scans[kind].chosen
    return {
      to: 'awaitScan',
      effects: chosen === undefined ? [] : [{ type: 'clearScan', scanId: chosen.id }],
      say: [say(sight.texts.cleared)],
    }
  },
})
