import type { ApiAnswers, ApiBearer, ApiTokens } from '../../core/apiToken.ts'
import type { Desk } from '../../core/desk.ts'
import type { Host, Log } from '../../core/ports.ts'

export interface ApiDeps {
  readonly desk: Desk
  readonly tokens: ApiTokens
  readonly answers: ApiAnswers
  readonly host: Pick<Host, 'now' | 'uuid'>
  readonly log: Pick<Log, 'error'>
  /** Where the service is reached, without a slash at the end. */
  readonly publicUrl: string
}

/** What the routes behind the door find in the context. */
export interface ApiEnv {
  Variables: { bearer: ApiBearer }
}
