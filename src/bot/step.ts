import type { Language } from '../core/application.ts'
import type { Channel, Expected, Input, Outgoing } from '../core/chat.ts'
import type { Problem } from '../core/problem.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { ChatApplication, Effect, LookUps } from '../core/turn.ts'
import type { Answers, AnswersPatch } from './answers.ts'
import type { Conversing, Fresh } from './conversing.ts'
import type { StepName } from './stepNames.ts'
import type { Texts } from './texts/texts.ts'

/** What a step sees of the world. */
export interface Sight {
  readonly config: Conversing
  readonly fresh: Fresh
  readonly channel: Channel
  readonly language: Language
  readonly texts: Texts
  readonly answers: Answers
  readonly application: ChatApplication | undefined
}

/** What a person sent to a step. An option is one that the step offers now, pressed or typed. */
export type Sent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'option'; readonly option: string }
  | Pick<Extract<Input, { type: 'picture' }>, 'type' | 'picture' | 'inAlbum'>
  | { readonly type: 'other' }

export type PressedOption = Extract<Sent, { type: 'option' }>
export type SentPicture = Extract<Sent, { type: 'picture' }>

export interface Option {
  /** At most 40 characters. */
  readonly option: string
  readonly label: string
  /** What is taken for the label when typed. */
  readonly also?: readonly string[]
}

/** An outgoing message before its buttons got their identity. */
export type Prompted =
  | {
      readonly type: 'text'
      readonly text: string
      readonly options?: readonly (readonly Option[])[]
      readonly expects?: Expected
      readonly takesPictures?: true
    }
  | Extract<Outgoing, { type: 'document' | 'picture' | 'busy' }>

/** Where an answer leads, and what it does. */
export interface Move {
  /** The present step again asks it again; `back` is where the conversation stood before. */
  readonly to: StepName | 'back'
  /** Asks even what is answered already, and returns here. */
  readonly aside?: boolean
  readonly answers?: AnswersPatch
  readonly effects?: readonly Effect[]
  /** The application that was looked up for an effect that follows it. */
  readonly found?: ChatApplication
  readonly say?: readonly Prompted[]
  readonly problem?: Problem
  readonly language?: Language
  /** Says nothing more after `say`. */
  readonly quiet?: boolean
  /** The chat sends more pictures than are taken, and was told. */
  readonly isFlood?: true
}

export interface Step {
  /** What is asked; also used for resume, back and after a button of an earlier question. */
  readonly prompt: (sight: Sight) => readonly Prompted[]
  /** A shorter form of the question for after a wrong value. */
  readonly again?: (sight: Sight) => readonly Prompted[]
  readonly answer: (sent: Sent, sight: Sight, lookUps: LookUps) => Promise<Result<Move, Problem>>
  /** Where to go on if the question is answered already. */
  readonly passed?: (answers: Answers) => StepName | undefined
  /** A typed answer as a transcript may show it. */
  readonly echo?: (text: string) => string
  /** Typed answers are personal: an identity number, valid or nearly. */
  readonly forgets?: (text: string, sight: Sight) => boolean
}

interface Definition<Shape, Value, Found> extends Omit<Step, 'answer'> {
  /** What shape of message is an answer. */
  readonly parse: (sent: Sent, sight: Sight) => Result<Shape, Problem>
  /** What the world is asked before the check. */
  readonly lookUp?: (shape: Shape, sight: Sight, lookUps: LookUps) => Promise<Found | undefined>
  /** The rule, from core. */
  readonly check: (shape: Shape, sight: Sight, found: Found | undefined) => Result<Value, Problem>
  readonly next: (value: Value, sight: Sight) => Move
}

/** One question: what is asked, what is an answer, which rule it meets, what follows. */
export const step = <Shape, Value, Found = never>({
  parse,
  lookUp,
  check,
  next,
  ...rest
}: Definition<Shape, Value, Found>): Step => ({
  ...rest,
  async answer(sent, sight, lookUps) {
    const shape = parse(sent, sight)
    if (!shape.ok) return shape
    const found = await lookUp?.(shape.value, sight, lookUps)
    const value = check(shape.value, sight, found)
    return value.ok ? ok(next(value.value, sight)) : value
  },
})

/** For a step that takes text. */
export const textOf = (sent: Sent): Result<string, Problem> =>
  sent.type === 'text' ? ok(sent.text) : fail({ kind: 'wrongInput', expected: 'text' })

/** For a step that takes one of its options. */
export const optionOf = (sent: Sent): Result<string, Problem> => {
  if (sent.type === 'option') return ok(sent.option)
  return fail(sent.type === 'text' ? { kind: 'notAChoice' } : { kind: 'wrongInput', expected: 'choice' })
}

/** For a menu at which a picture says enough by itself. */
export const optionOrPicture = (sent: Sent): Result<string | SentPicture, Problem> =>
  sent.type === 'picture' ? ok(sent) : optionOf(sent)

interface Menu {
  readonly prompt: Step['prompt']
  readonly passed?: NonNullable<Step['passed']>
  /** Where each option leads. */
  readonly next: (option: string, sight: Sight) => Move
}

/** A step that takes one of its options and nothing else. */
export const menu = ({ next, ...rest }: Menu): Step =>
  step({ ...rest, parse: optionOf, check: (option) => ok(option), next })

export const say = (text: string): Prompted => ({ type: 'text', text })
