import type { Outgoing } from '../core/chat.ts'
import type { Problem } from '../core/problem.ts'
import type { State } from './state.ts'
import { say, type Prompted, type Sight } from './step.ts'
import { wordProblem, type ChatProblem } from './texts/problemWords.ts'

const deskProblems = {
  queueEmpty: true,
  heldByAnother: true,
  leaseLapsed: true,
  staleVersion: true,
  reasonRequired: true,
  accountRequired: true,
  checklistIncomplete: true,
  secondReviewerNeeded: true,
  tooLateToUndo: true,
} satisfies Record<Exclude<Problem['kind'], ChatProblem['kind']>, true>

const isOfChat = (problem: Problem): problem is ChatProblem => !Object.hasOwn(deskProblems, problem.kind)

/** The messages of a turn with its problem in front: one message with the question where they follow at once. */
export const withProblem = (
  problem: Problem | undefined,
  said: readonly Prompted[],
  prompted: readonly Prompted[],
  isBrief: boolean,
  { texts }: Sight,
): readonly Prompted[] => {
  if (problem === undefined || !isOfChat(problem)) return [...said, ...prompted]
  const words = wordProblem(texts.problems, problem)
  const [first, ...others] = prompted
  if (said.length > 0 || first?.type !== 'text') return [say(words), ...said, ...prompted]
  return [{ ...first, text: `${words}${isBrief ? '\n' : '\n\n'}${first.text}` }, ...others]
}

/** Gives the buttons of a message their identity; one without text to type is one to choose at. */
export const render = (message: Prompted, { step, promptVersion }: State): Outgoing => {
  if (message.type !== 'text') return message
  const { options = [], expects, ...text } = message
  if (options.length === 0) return { ...text, ...(expects ? { expects } : {}) }
  return {
    ...text,
    choices: options.map((row) =>
      row.map(({ option, label }) => ({ id: { step, version: promptVersion, option }, label })),
    ),
    expects: expects ?? { type: 'choice' },
  }
}
