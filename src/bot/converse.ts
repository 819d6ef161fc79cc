import type { Echo, Incoming, Input, Outgoing } from '../core/chat.ts'
import { cleanText } from '../core/cleanText.ts'
import type { Problem } from '../core/problem.ts'
import type { Loaded, LookUps, Turn } from '../core/turn.ts'
import { applyMove } from './applyMove.ts'
import { readCommand, runCommand } from './commands.ts'
import type { Conversing, Fresh } from './conversing.ts'
import { echoOf, isForgotten } from './echo.ts'
import { flow } from './flow.ts'
import { takeNews } from './news.ts'
import { project } from './project.ts'
import { render, withProblem } from './render.ts'
import { homeOf, scanState } from './scans.ts'
import { settle } from './settle.ts'
import { readState, startState, type State } from './state.ts'
import { say, type Move, type Option, type Prompted, type Sent, type Sight } from './step.ts'
import { textsIn } from './texts/texts.ts'

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
  { application, answers }: Sight,
): Problem => {
  const kind = option.endsWith('.idCard') ? 'idCard' : 'form'
  const sends =
    (step === 'confirmScan' && option.startsWith('send.')) ||
    (step === 'chooseScan' && option.startsWith('upload.'))
  const isSent =
    application !== undefined &&
    homeOf(application) !== 'start' &&
    scanState(kind, application, answers) === 'sent'
  return { kind: sends && isSent ? 'alreadySent' : 'stepDone' }
}

type Taken =
  { readonly move: Move; readonly pressed?: Option } | { readonly problem: Problem; readonly long?: true }

const answerStep = async (sent: Sent, state: State, sight: Sight, lookUps: LookUps): Promise<Taken> => {
  const answer = await flow[state.step].answer(sent, sight, lookUps)
  return answer.ok ? { move: answer.value } : answer
}

const takeInput = async (input: Input, state: State, sight: Sight, lookUps: LookUps): Promise<Taken> => {
  switch (input.type) {
    case 'news':
      return { move: takeNews(input.news, state, sight) }
    case 'command':
      return { move: runCommand(input, state, sight) }
    case 'choice': {
      const { choice } = input
      const isCurrent = choice.step === state.step && choice.version === state.promptVersion
      const pressed = offered(state, sight).find(({ option }) => option === choice.option)
      if (!isCurrent || pressed === undefined) return { problem: staleProblem(choice, sight), long: true }
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
    case 'picture':
      return answerStep({ type: 'picture', picture: input.picture }, state, sight, lookUps)
    case 'other':
      return answerStep({ type: 'other' }, state, sight, lookUps)
  }
}

/**
 * One turn of a conversation, pure in what is stored, sent and looked up: the next state, the effects on the
 * application and what is said. Nothing a person sends makes it throw.
 */
export const converse =
  (config: Conversing) =>
  (incoming: Incoming, fresh: Fresh) =>
  async (loaded: Loaded, lookUps: LookUps): Promise<Turn> => {
    const { channel, input } = incoming
    const { chat, application } = loaded
    const language = chat?.language ?? incoming.language
    const stored = chat === undefined ? undefined : readState(chat.state)
    // A button drawn before an unreadable state must not fit by chance: counts never exceed the chat's turns.
    const before = settle(stored ?? startState((chat?.version ?? 0) + 1), application)
    const sight: Sight = {
      config,
      fresh,
      channel,
      language,
      texts: textsIn[language],
      answers: before.answers,
      application,
    }

    const taken = await takeInput(input, before, sight, lookUps)
    const echo: Echo | undefined = echoOf(
      input,
      before,
      sight,
      'pressed' in taken ? taken.pressed : undefined,
    )
    const isFirst = stored === undefined && 'problem' in taken
    const restarted = chat !== undefined && stored === undefined ? [say(sight.texts.restarted)] : []

    // Whoever comes without a conversation is greeted, whatever they sent.
    const move: Move = 'move' in taken ? taken.move : { to: before.step }
    const next = settle(applyMove(before, move), project(application, move.effects ?? [], before.answers))
    const isChanged =
      next.step !== before.step ||
      stored === undefined ||
      before.step !== stored.step ||
      JSON.stringify(next.answers) !== JSON.stringify(stored.answers)
    const after: State = {
      ...next,
      promptVersion: isChanged ? (stored?.promptVersion ?? before.promptVersion) + 1 : next.promptVersion,
    }

    const spoken = move.language ?? language
    const then: Sight = {
      ...sight,
      language: spoken,
      texts: textsIn[spoken],
      answers: after.answers,
      application: project(application, move.effects ?? [], before.answers),
    }
    const step = flow[after.step]
    const problem = 'problem' in taken ? (isFirst ? undefined : taken.problem) : move.problem
    const brief = 'problem' in taken && !isFirst && taken.long !== true ? step.again?.(then) : undefined
    const prompted: readonly Prompted[] = move.quiet ? [] : (brief ?? step.prompt(then))
    const said = [...restarted, ...(move.say ?? [])]
    const messages: readonly Outgoing[] = [
      ...(isForgotten(input, before, sight) && 'messageRef' in input && input.messageRef !== undefined
        ? [{ type: 'forget', messageRef: input.messageRef } as const]
        : []),
      ...withProblem(problem, said, prompted, brief !== undefined, then).map((message) =>
        render(message, after),
      ),
    ]
    return {
      language: spoken,
      state: after,
      effects: move.effects ?? [],
      messages,
      ...(echo === undefined ? {} : { echo }),
    }
  }
