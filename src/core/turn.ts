import type {
  ApplicationEvent,
  ApplicationState,
  ApplicationValues,
  IdType,
  Language,
  ScanKind,
} from './application.ts'
import type { Channel, Echo, Outgoing, PictureRef } from './chat.ts'
import type { ChangedPart } from './revision.ts'
import type { ScanWarning } from './scan/scanWarning.ts'

/**
 * Stores turns. One turn is one transaction: the update's id, the chat's new state, what the turn does to the
 * application, the outgoing messages and the jobs are stored together or not at all.
 */
export interface TurnStore {
  /**
   * Holds the chat's row, loads what is stored, lets `decide` work out the turn and stores it.
   * `decide` may be called again after a serialization failure, so it must have no effect of its own.
   * Returns 'seen', and calls nothing, when the update's id was stored before.
   */
  take(
    update: { readonly channel: Channel; readonly updateId: string; readonly chatId: string },
    now: Date,
    decide: (loaded: Loaded, lookUp: LookUps) => Promise<Turn>,
  ): Promise<'taken' | 'seen'>
}

/** What is stored about a chat when its turn begins. */
export interface Loaded {
  /** Undefined for a chat that never spoke before. `state` is JSON of the conversation's own making. */
  readonly chat:
    { readonly language: Language; readonly version: number; readonly state: unknown } | undefined
  readonly application: ChatApplication | undefined
}

/** The application a chat is at, as far as its chat may know it. */
export interface ChatApplication {
  readonly id: string
  readonly unitName: string
  readonly state: ApplicationState
  readonly version: number
  /** Of the form that is valid now: a correction makes another. */
  readonly formNumber: string
  /** Which document the applicant shows; undefined once erased. */
  readonly idType: IdType | undefined
  readonly promisedAt: Date | undefined
  /** Milliseconds of working time left of the promise while scans are asked for again; undefined while it runs. */
  readonly promiseLeft: number | undefined
  /** A choice not sent yet, and the scan that was sent last, for each kind. */
  readonly scans: Readonly<Record<ScanKind, { readonly chosen?: ChatScan; readonly sent?: ChatScan }>>
  /**
   * Scans the desk asked for again and that were not sent since, with the reasons in the applicant's words; empty but
   * in `scansRequested`.
   */
  readonly requested: readonly RequestedScan[]
  /** Why it was rejected, for the applicant. */
  readonly decisionReason: string | undefined
}

export interface ChatScan {
  readonly id: string
  readonly warnings: readonly ScanWarning[]
  /**
   * How many pictures of this kind were warned about, up to this one, since one was sent or the form was corrected; a
   * good one between them takes none away.
   */
  readonly tries: number
  /** There is a copy with the doubtful places marked. */
  readonly isMarked: boolean
}

export interface RequestedScan {
  readonly kind: ScanKind
  readonly reason: string
}

/** What a step may ask of the world before it runs; reads only, within the turn's transaction. */
export interface LookUps {
  /** Units by name (R1), best first. */
  units(name: string, page: { readonly offset: number; readonly limit: number }): Promise<UnitMatches>
  unit(unitId: string): Promise<Unit | undefined>
  /** What the form of the chat's application says; undefined once erased. */
  filled(): Promise<Filled | undefined>
  /** The application whose form carries this number and whose unit has this name (R6), within the guessing limits. */
  form(unitName: string, formNumber: string): Promise<FormMatch>
  /** How many pictures of the chat are being inspected, or wait for it. */
  picturesInHand(): Promise<number>
}

export interface Unit {
  readonly id: string
  readonly fullName: string
  readonly state: 'registered' | 'underReview' | 'turnedDown'
  readonly region: string | undefined
  readonly isSample: boolean
}

export interface UnitMatches {
  /** Units whose full name is the one typed, as search compares names. */
  readonly exact: readonly Unit[]
  /** One page of near names; none are sought where there is an exact one. */
  readonly near: readonly Unit[]
  readonly hasMore: boolean
}

/** What a form was filled in with. */
export interface Filled {
  readonly unit: Unit
  readonly values: ApplicationValues
}

export type FormMatch =
  /** `isSuperseded`: the number is that of an earlier form of the application. */
  | { readonly type: 'match'; readonly application: ChatApplication; readonly isSuperseded: boolean }
  | { readonly type: 'noMatch' }
  | { readonly type: 'limited'; readonly retryAt: Date }

/** The outcome of one turn. */
export interface Turn {
  readonly language: Language
  readonly state: unknown
  readonly effects: readonly Effect[]
  readonly messages: readonly Outgoing[]
  /** Absent for news and for what must leave no trace. */
  readonly echo?: Echo
}

/** What a turn does beside talking; each is stored in the turn's transaction. */
export type Effect =
  /** A new application in state `awaitingScans`, which the chat is at from now on. */
  | {
      readonly type: 'compose'
      readonly applicationId: string
      readonly unitId: string
      readonly values: ApplicationValues
      readonly formNumber: string
      /** What the barcode carries; kept, so that the form's bytes stay the same whatever is configured later. */
      readonly link: string
    }
  /** Another form for the chat's application, whose earlier ones are void from now on, with the scans that show them. */
  | {
      readonly type: 'revise'
      readonly unitId: string
      readonly values: ApplicationValues
      /** What differs from the form before; at least one part. */
      readonly changed: readonly ChangedPart[]
      readonly formNumber: string
      readonly link: string
    }
  /** The chat is at this application from now on (R6), or at none. */
  | { readonly type: 'follow'; readonly applicationId: string | undefined }
  /** One wrong guess of this form number in this chat, counted against both limits (R6). */
  | { readonly type: 'countGuess'; readonly formNumber: string }
  /**
   * A job: fetch the picture, convert it if told to, inspect it, store it as the choice for `kind`, or without one for
   * what it shows, tell the chat.
   */
  | {
      readonly type: 'inspect'
      readonly kind?: ScanKind
      readonly picture: PictureRef
      readonly convert: boolean
    }
  /** A job of a chat that is at no application: see which form the picture shows, tell the chat. */
  | { readonly type: 'recognise'; readonly picture: PictureRef }
  | { readonly type: 'sendScan'; readonly scanId: string }
  | { readonly type: 'clearScan'; readonly scanId: string }
  /** Moves the chat's application by the table of transitions; `promisedAt` belongs to `submit`. */
  | {
      readonly type: 'advance'
      readonly event: Extract<ApplicationEvent, 'submit' | 'withdraw'>
      readonly promisedAt?: Date
    }
