import type { Incoming, Input } from '../core/chat.ts'
import { cleanText } from '../core/cleanText.ts'
import type { Problem } from '../core/problem.ts'
import type { Loaded, LookUps, Turn } from '../core/turn.ts'
import { applyMove } from './applyMove.ts'
import { readCommand, runCommand } from './commands.ts'
import type { Conversing, Fresh } from './conversing.ts'
import { echoOf, forgotten } from './echo.ts'
import { flow } from './flow.ts'
import { takeNews } from './news.ts'
import { project } from './project.ts'
import { render, withProblem } from './render.ts'
import { homeOf, scanState } from './scans.ts'
import { settle } from './settle.ts'
import { readState, startState, type State } from './state.ts'
import { say, type Move, type Option, type Sent, type Sight } from './step.ts'
import { textsIn } from './texts/texts.ts'
import { withoutFlood } from './withoutFlood.ts'

export type { Conversing, Fresh } from './conversing.ts'

/** What the current step offers to press. */
const offered = (state: State, sight: Sight): readonly Option[] =>
  flow[state.step]
    .prompt(sight)
    .flatMap((message) => (message.type === 'text' ? (message.options ?? []).flat() : []))

const asTyped = (text: string): string => cleanText(text).normalize('NFKC').toLowerCase()

/** The option a text names: by its label, or by its number where nothing else is typed. */
const optionNamed = (text: string, options: readonly Option[], byNumber: boolean): Option | undefined => {
  const typed = asTyped(text)
  const named = options.find(({ label, also = [] }) =>
    [label, ...also].some((name) => asTyped(name) === typed),
  )
  return named ?? (byNumber && /^[1-9]\d?$/.test(typed) ? options[Number(typed) - 1] : undefined)
}

/** A button of an earlier question; one that sends what is sent already has its own answer (R10). */
const staleProblem = (
  { step, option }: Extract<Input, { type: 'choice' }>['choice'],
  { application }: Sight,
): Problem => {
  const kind = option.endsWith('.idCard') ? 'idCard' : 'form'
  const sends =
    (step === 'confirmScan' && option.startsWith('send.')) ||
    (step === 'chooseScan' && option.startsWith('upload.'))
  const isSent =
    application !== undefined && homeOf(application) !== 'start' && scanState(kind, application) === 'sent'
  return { kind: sends && isSent ? 'alreadySent' : 'stepDone' }
}

/** Where an input leads, or what stands in its way; `isStale` when it was no answer to the current question. */
type Taken =
  | { readonly move: Move; readonly pressed?: Option }
  | { readonly problem: Problem; readonly pressed?: Option; readonly isStale?: true }

const answerStep = async (sent: Sent, state: State, sight: Sight, lookUps: LookUps): Promise<Taken> => {
  const answer = await flow[state.step].answer(sent, sight, lookUps)
  return answer.ok ? { move: answer.value } : answer
}

const takeInput = async (input: Input, state: State, sight: Sight, lookUps: LookUps): Promise<Taken> => {
  switch (input.type) {
    case 'news':
      return { move: await takeNews(input.news, state, sight, lookUps) }
    case 'command':
      return { move: runCommand(input, state, sight) }
    case 'choice': {
      const { choice } = input
      const isCurrent = choice.step === state.step && choice.version === state.promptVersion
      const pressed = offered(state, sight).find(({ option }) => option === choice.option)
      if (!isCurrent || pressed === undefined) return { problem: staleProblem(choice, sight), isStale: true }
      const sent: Sent = { type: 'option', option: pressed.option }
      return { pressed, ...(await answerStep(sent, state, sight, lookUps)) }
    }
    case 'text': {
      const takesText = flow[state.step]
        .prompt(sight)
        .some((message) => message.type === 'text' && message.expects?.type === 'text')
      const named = optionNamed(input.text, offered(state, sight), !takesText)
      if (named !== undefined)
        return answerStep({ type: 'option', option: named.option }, state, sight, lookUps)
      const command = readCommand(input.text)
      if (command !== undefined) return { move: runCommand(command, state, sight) }
      return answerStep({ type: 'text', text: input.text }, state, sight, lookUps)
    }
    case 'picture': {
      const taken = await answerStep(input, state, sight, lookUps)
      return 'move' in taken ? { move: await withoutFlood(taken.move, state, lookUps) } : taken
    }
    case 'other':
      return answerStep({ type: 'other' }, state, sight, lookUps)
  }
}

const here = ({ step }: State): Move => ({ to: step })

/** The question again after a problem: brief after a wrong value, whole after a button that no longer counts. */
const ask = (taken: Taken, move: Move, { step }: State, sight: Sight) => {
  if (move.quiet) return { prompted: [], isBrief: false }
  const { again, prompt } = flow[step]
  const isBrief = 'problem' in taken && taken.isStale !== true && again !== undefined
  return { prompted: isBrief ? again(sight) : prompt(sight), isBrief }
}

/**
 * One turn of a conversation, pure in what is stored, sent and looked up: the next state, the effects on the
 * application and what is said. Nothing a person sends makes it throw.
 */
export const converse =
  (config: Conversing) =>
  (incoming: Incoming, fresh: Fresh) =>
  async ({ chat, application }: Loaded, lookUps: LookUps): Promise<Turn> => {
    const { channel, input } = incoming
    const language = chat?.language ?? incoming.language
    const stored = chat && readState(chat.state)
    // A button drawn before an unreadable state must not fit by chance: counts never exceed the chat's turns.
    const beginning = stored ?? startState((chat?.version ?? 0) + 1)
    const before = settle(beginning, application)
    const { answers } = before
    const texts = textsIn[language]
    const sight: Sight = { config, fresh, channel, language, texts, answers, application }

    const tried = await takeInput(input, before, sight, lookUps)
    // Whoever comes without a conversation is greeted, whatever they sent.
    const isNew = stored === undefined
    const taken: Taken = isNew && 'problem' in tried ? { move: here(before) } : tried
    const moved = 'move' in taken ? taken.move : here(before)
    const move = isNew && input.type !== 'news' ? { ...moved, quiet: false } : moved
    const effects = move.effects ?? []

    const changed = project(application, effects, answers, move.found)
    const { isFlooded: _, ...next } = settle(applyMove(before, move), changed)
    const isSame =
      next.step === stored?.step && JSON.stringify(next.answers) === JSON.stringify(stored.answers)
    const after: State = {
      ...next,
      promptVersion: beginning.promptVersion + (isSame ? 0 : 1),
      ...(move.isFlood ? { isFlooded: true } : {}),
    }

    const spoken = move.language ?? language
    const then: Sight = {
      ...sight,
      language: spoken,
      texts: textsIn[spoken],
      answers: after.answers,
      application: changed,
    }
    const isLost = chat !== undefined && stored === undefined
    const said = [...(isLost ? [say(texts.restarted)] : []), ...(move.say ?? [])]
    const { prompted, isBrief } = ask(taken, move, after, then)
    const problem = 'problem' in taken ? taken.problem : move.problem
    const spokenMessages = withProblem(problem, said, prompted, isBrief, then)

    const echo = echoOf(input, before, sight, taken.pressed)
    return {
      language: spoken,
      state: after,
      effects,
      messages: [
        ...forgotten(input, before, sight),
        ...spokenMessages.map((message) => render(message, after)),
      ],
      ...(echo === undefined ? {} : { echo }),
    }
  }
