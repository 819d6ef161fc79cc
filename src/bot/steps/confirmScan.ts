import type { ScanKind } from '../../core/application.ts'
import { promisedTime, resumedPromise } from '../../core/promisedTime.ts'
import { ok } from '../../core/result.ts'
import type { ChatScan, Effect } from '../../core/turn.ts'
import { isSendable, missingScans, nameScan, nextPicture, receiveFor } from '../scans.ts'
import { optionOrPicture, say, step, type Move, type Option, type Prompted, type Sight } from '../step.ts'

/** Sends the chosen scan; with the last of them the application is submitted, and `waiting` names the promised time (R10). */
const send = (sight: Sight): Move => {
  const { application, answers, texts, fresh } = sight
  const kind = answers.scanKind ?? 'form'
  const chosen = application?.scans[kind].chosen
  if (application === undefined || chosen === undefined)
    return { to: 'chooseScan', problem: { kind: 'nothingChosen' } }

  const missing = missingScans(application).filter((other) => other !== kind)
  const sendScan: Effect = { type: 'sendScan', scanId: chosen.id }
  if (missing.length > 0)
    return { ...nextPicture(application, answers, kind), effects: [sendScan], say: [say(texts.sent)] }
  const { promiseLeft } = application
  const promisedAt =
    promiseLeft === undefined ? promisedTime(fresh.now) : resumedPromise(fresh.now, promiseLeft)
  return {
    to: 'waiting',
    answers: { scanKind: undefined },
    effects: [sendScan, { type: 'advance', event: 'submit', promisedAt }],
    say: [say(texts.sent), say(texts.submitted)],
  }
}

/** What is doubtful, a sentence each; its numbers are those of its places in the marked picture. */
const warningLines = ({ warnings, isMarked }: ChatScan, { texts }: Sight): string => {
  const placed = warnings.filter(({ region }) => region !== undefined)
  return [...new Set(warnings.map(({ kind }) => kind))]
    .map((kind) => {
      const numbers = placed.flatMap((warning, index) => (warning.kind === kind ? [index + 1] : []))
      const mark = isMarked ? numbers.map((number) => `[${number}]`).join('') : ''
      return `${mark === '' ? '·' : mark} ${texts.warnings[kind]}`
    })
    .join('\n')
}

const pictureOf = (chosen: ChatScan, name: string, { texts }: Sight): Prompted => ({
  type: 'picture',
  picture: { kind: chosen.isMarked ? 'marked' : 'scan', scanId: chosen.id },
  caption: chosen.isMarked ? texts.markedCaption(name) : texts.chosenCaption(name),
})

/** Nothing is doubtful: it is sent, or cleared to choose again. */
const askGood = (kind: ScanKind, chosen: ChatScan | undefined, sight: Sight): readonly Prompted[] => {
  const { texts } = sight
  const name = nameScan(kind, sight)
  return [
    ...(chosen === undefined ? [] : [pictureOf(chosen, name, sight)]),
    {
      type: 'text',
      text: texts.confirmScan(name),
      options: [
        [
          { option: `send.${kind}`, label: texts.send },
          { option: 'clear', label: texts.clear },
        ],
      ],
    },
  ]
}

/**
 * The picture with its doubtful places marked, beside a good one, and what to do about each. It is to be taken again;
 * from the second such picture on it may also be sent as it is, which the desk then sees (R8).
 */
const askDoubtful = (kind: ScanKind, chosen: ChatScan, sight: Sight): readonly Prompted[] => {
  const { texts } = sight
  const name = nameScan(kind, sight)
  const mayBeSent = isSendable(chosen)
  const anyway: readonly Option[] = mayBeSent ? [{ option: `send.${kind}`, label: texts.sendAnyway }] : []
  return [
    pictureOf(chosen, name, sight),
    { type: 'picture', picture: { kind: 'sample', of: kind }, caption: texts.goodSample(name) },
    {
      type: 'text',
      text: [
        texts.doubtful(name, warningLines(chosen, sight)),
        mayBeSent ? texts.mayBeSent : texts.takeBetter,
      ].join('\n\n'),
      options: [[{ option: 'clear', label: texts.takeAgain }, ...anyway]],
      expects: { type: 'picture', kind },
    },
  ]
}

/** A picture is a choice until it is sent: send it, or clear it and choose again (R9). */
export const confirmScan = step({
  prompt: (sight) => {
    const kind = sight.answers.scanKind ?? 'form'
    const chosen = sight.application?.scans[kind].chosen
    return chosen === undefined || chosen.warnings.length === 0
      ? askGood(kind, chosen, sight)
      : askDoubtful(kind, chosen, sight)
  },
  parse: optionOrPicture,
  check: (sent) => ok(sent),
  next: (sent, sight): Move => {
    const kind = sight.answers.scanKind ?? 'form'
    // The choice stands until the other picture is one.
    if (typeof sent !== 'string') return receiveFor(kind, sent, sight)
    if (sent !== 'clear') return send(sight)
    const chosen = sight.application?.scans[kind].chosen
    return {
      to: 'awaitScan',
      effects: chosen === undefined ? [] : [{ type: 'clearScan', scanId: chosen.id }],
      say: [say(sight.texts.cleared)],
    }
  },
})
