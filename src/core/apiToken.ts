import type { Language } from './application.ts'
import type { Desk } from './desk.ts'

/** What a token may be good for; each route of the API names those it takes. */
export const apiScopes = [
  /** See the queue: units, states and times. */
  'queue:read',
  /** Take applications, hold and decide them. */
  'applications:review',
  /** See the values of the applications that the token holds. */
  'applications:read',
  /** See the scans of the applications that the token holds. */
  'scans:read',
] as const
export type ApiScope = (typeof apiScopes)[number]

export const scopeNames = {
  'queue:read': { 'zh-CN': '读取队列', en: 'Read the queue' },
  'applications:review': { 'zh-CN': '领取并审核申请', en: 'Take and decide applications' },
  'applications:read': { 'zh-CN': '读取所持申请的内容', en: 'Read the values of what it holds' },
  'scans:read': { 'zh-CN': '读取所持申请的扫描件', en: 'Read the scans of what it holds' },
} as const satisfies Record<ApiScope, Record<Language, string>>

/** By this scanners for leaked secrets know a token. */
export const apiTokenPrefix = 'spk_'

/** How long one may be good for, in days; the first is offered first. */
export const tokenLifetimes = [90, 30, 365] as const

export const maxTokenNameLength = 60

export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly scopes: readonly ApiScope[]
  readonly expiresAt: Date
  /** To within ten minutes. */
  readonly lastUsedAt: Date | undefined
  readonly revokedAt: Date | undefined
}

/** Who asks the API. */
export interface ApiBearer {
  readonly tokenId: string
  readonly scopes: readonly ApiScope[]
}

/** Begins the name of each that comes with a token. */
export const tokenActor = 'token:'

/** How the desk and the audit log name one who comes with a token. */
export const actorOf = ({ tokenId }: Pick<ApiBearer, 'tokenId'>): string => `${tokenActor}${tokenId}`

export const isToken = (actor: string): boolean => actor.startsWith(tokenActor)

/** The tokens by which other programs work at the desk. Making and revoking one is audited. */
export interface ApiTokens {
  /** Newest first. */
  list(): Promise<readonly ApiToken[]>
  /** Gives the token itself, this once: it is kept as a keyed hash. */
  make(
    token: { readonly name: string; readonly scopes: readonly ApiScope[]; readonly expiresAt: Date },
    by: string,
    now: Date,
  ): Promise<string>
  /** False when there is no such token, or it was revoked before. */
  revoke(id: string, by: string, now: Date): Promise<boolean>
  /** Whose token this is; undefined for one that is unknown, over or revoked. */
  find(token: string, now: Date): Promise<ApiBearer | undefined>
  /** Counts one request. Gives the moment from which the next is heard, if this one is not. */
  limit(tokenId: string, now: Date): Promise<Date | undefined>
}

/** How many requests of one token are heard in a minute. */
export const requestsPerMinute = 600

/** What a request was answered, as it is kept for a repeat: nothing personal. */
export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
}

/** How long an answer is kept. */
export const answerDays = 7

export type Answered =
  | { readonly kind: 'answered'; readonly answer: ApiAnswer }
  /** The same request is being worked on at this moment. */
  | { readonly kind: 'inProgress' }
  /** The key came with another request before. */
  | { readonly kind: 'otherRequest' }

/** Answers to requests that must not happen twice. */
export interface ApiAnswers {
  /**
   * Does `work` once for a token and key, whatever happens: what it changes through the desk it is given, and its
   * answer, are stored in one transaction. The same request again is given the answer of the first.
   */
  once(
    request: { readonly tokenId: string; readonly key: string; readonly content: string },
    now: Date,
    work: (desk: Desk) => Promise<ApiAnswer>,
  ): Promise<Answered>
}
