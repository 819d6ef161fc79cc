import type { Echo, Input, Outgoing } from '../core/chat.ts'
import { flow } from './flow.ts'
import { holdsIdNumber, maskHeldNumber } from './maskTyped.ts'
import type { State } from './state.ts'
import type { Option, Sight } from './step.ts'

/** Takes a message that holds an identity number, right or nearly right, out of the chat where the channel allows it. */
export const forgotten = (input: Input, { step }: State, sight: Sight): readonly Outgoing[] => {
  if (input.type !== 'text' || input.messageRef === undefined) return []
  const isNumber =
    flow[step].forgets?.(input.text, sight) === true ||
    (step !== 'askFormNumber' && holdsIdNumber(input.text))
  return isNumber ? [{ type: 'forget', messageRef: input.messageRef }] : []
}

/** What a person sent, as the transcript shows it; nothing for news and for buttons that no longer count. */
export const echoOf = (
  input: Input,
  { step }: State,
  { texts }: Sight,
  pressed: Option | undefined,
): Echo | undefined => {
  switch (input.type) {
    case 'news':
      return undefined
    case 'choice':
      return pressed && { text: pressed.label }
    case 'command':
      return { text: texts.commandNames[input.command] }
    case 'picture':
      return { text: texts.pictureEcho, isPicture: true }
    case 'other':
      return { text: texts.otherEcho }
    case 'text': {
      const { echo } = flow[step]
      if (echo !== undefined) return { text: echo(input.text) }
      const isNumber = step !== 'askFormNumber' && holdsIdNumber(input.text)
      return { text: isNumber ? maskHeldNumber(input.text) : input.text }
    }
  }
}
