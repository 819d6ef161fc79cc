import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { ApplicationState, Language, ScanKind } from '../../core/application.ts'
import type { Decision } from '../../core/deskDecision.ts'
import type { FourEyesRule } from '../../core/fourEyes.ts'
import type { Role } from '../../core/role.ts'
import type { testEventState } from '../../core/webhook.ts'

/**
 * One interface per table. Rows never leave the adapters of this folder. bigint columns are strings, as pg gives
 * them; bytea columns hold sealed values.
 */
export interface Database {
  service: { name: string; value: string }
  unit: UnitTable
  unit_bigram: { bigram: number; units: number }
  account: AccountTable
  chat: ChatTable
  chat_update: { channel: Channel; update_id: string; seen_at: Date }
  message: MessageTable
  application: ApplicationTable
  form_revision: FormRevisionTable
  scan: ScanTable
  upload: { key: string; created_at: Date }
  decision: DecisionTable
  credential: CredentialTable
  guess: { key_hash: string; count: number; window_ends_at: Date }
  audit: AuditTable
  local_inbox: LocalInboxTable
  /** better-auth's, with columns of ours; its other tables are its own affair. */
  reviewer: ReviewerTable
  reviewer_passkey: PasskeyTable
  passkey_challenge: { challenge_hash: string; reviewer_id: string | null; expires_at: Date }
  reviewer_invitation: InvitationTable
  sign_in_failure: { key_hash: string; failures: number; retry_at: Date; forgotten_at: Date }
  four_eyes_rule: { rule: FourEyesRule; is_on: boolean }
  outcome: OutcomeTable
  api_token: ApiTokenTable
  api_answer: ApiAnswerTable
  webhook: WebhookTable
  webhook_event: {
    id: string
    application_id: string
    state: ApplicationState | typeof testEventState
    at: Date
  }
  webhook_delivery: WebhookDeliveryTable
}

type Channel = 'telegram' | 'web'
type Id = GeneratedAlways<string>
type Sealed = Uint8Array

interface UnitTable {
  id: Id
  full_name: string
  name_key: string
  bigrams: number[]
  uscc: string | null
  kind: string | null
  region: string | null
  state: 'registered' | 'underReview' | 'turnedDown'
  is_sample: Generated<boolean>
  created_at: Generated<Date>
}

interface AccountTable {
  id: Id
  unit_id: string
  name: string
  holder_name: Sealed | null
  holder_mobile: Sealed | null
  password_hash: string | null
  must_change_password: Generated<boolean>
  password_set_at: Date | null
  one_time_used_at: Date | null
}

interface ChatTable {
  id: string
  channel: Channel
  language: Language
  state: Sealed
  version: number
  application_id: string | null
  updated_at: Date
}

interface MessageTable {
  id: Id
  chat_id: string
  direction: 'in' | 'out'
  body: Sealed
  state: 'pending' | 'sent' | 'refused'
  attempts: Generated<number>
  next_attempt_at: Date
  created_at: Date
}

interface ApplicationTable {
  id: string
  unit_id: string
  chat_id: string | null
  account_id: string | null
  state: ApplicationState
  version: number
  language: Language
  values: Sealed | null
  revision: number
  id_number_hash: string | null
  mobile_hash: string | null
  submitted_at: Date | null
  promised_at: Date | null
  reviewer_id: string | null
  lease_until: Date | null
  requested: Sealed | null
  decision_reason: Sealed | null
  decided_at: Date | null
  asked_by: string | null
  /** Milliseconds, as a bigint. */
  promise_left: ColumnType<string | null, number | null | undefined, number | null>
  first_approver: string | null
  first_account_id: string | null
  reminded_version: number | null
}

interface FormRevisionTable {
  application_id: string
  revision: number
  unit_id: string
  form: Sealed
  form_number_hash: string
  sha256: string | null
  composed_at: Date
}

interface ScanTable {
  id: string
  application_id: string
  kind: ScanKind
  state: 'chosen' | 'sent' | 'replaced' | 'cleared'
  object_key: string | null
  /** Written as JSON text, read as parsed. */
  copies: ColumnType<unknown, string | undefined, string>
  sha256_hash: string | null
  likeness: string[] | null
  bytes: number
  width: number
  height: number
  warnings: ColumnType<unknown, string, string>
  tries: Generated<number>
  reading: Sealed | null
  created_at: Date
  sent_at: Date | null
}

interface DecisionTable {
  id: Id
  application_id: string
  reviewer_id: string
  kind: Decision['kind']
  detail: Sealed
  decided_at: Date
  state: 'pending' | 'applied' | 'undone'
  takes_effect_at: Date | null
  checklist: ColumnType<unknown, string | undefined, string>
}

interface CredentialTable {
  application_id: string
  account_id: string
  secret: Sealed | null
  state: 'made' | 'sent' | 'failed'
  round: number
  step: 'reset' | 'sms' | 'mail'
  tries: number
  sent_by: 'sms' | 'mail' | null
  made_at: Date
  sent_at: Date | null
}

interface AuditTable {
  seq: string
  at: Date
  actor: string
  action: string
  application_id: string | null
  detail: ColumnType<unknown, string, string>
  hash: string
}

interface LocalInboxTable {
  id: Id
  idempotency_key: string
  kind: 'sms' | 'mail'
  recipient: Sealed
  body: Sealed
  created_at: Date
}

interface ReviewerTable {
  id: string
  name: string
  email: string
  createdAt: Generated<Date>
  twoFactorEnabled: boolean | null
  role: Generated<Role>
  disabled_at: Date | null
  has_shortcuts: Generated<boolean>
}

interface PasskeyTable {
  credential_id: string
  reviewer_id: string
  name: string
  public_key: Uint8Array
  /** A bigint. */
  counter: ColumnType<string, number, number>
  transports: string[]
  created_at: Date
  last_used_at: Date | null
}

interface InvitationTable {
  token_hash: string
  purpose: 'join' | 'reset'
  email: string
  name: string
  role: Role
  invited_by: string
  created_at: Date
  expires_at: Date
}

interface OutcomeTable {
  decision_id: string
  application_id: string
  reviewer_id: string
  kind: Decision['kind']
  reasons: string[]
  scans: ScanKind[]
  submitted_at: Date
  promised_at: Date
  decided_at: Date
  is_first_try: boolean
}

interface ApiTokenTable {
  id: string
  name: string
  token_hash: string
  scopes: string[]
  created_by: string
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
  revoked_at: Date | null
}

interface ApiAnswerTable {
  token_id: string
  idempotency_key: string
  request_hash: string
  status: number | null
  body: ColumnType<unknown, string | null, string | null>
  created_at: Date
}

interface WebhookTable {
  id: string
  url: string
  secret: Sealed
  previous_secret: Sealed | null
  previous_until: Date | null
  is_on: boolean
  created_by: string
  created_at: Date
}

interface WebhookDeliveryTable {
  event_id: string
  webhook_id: string
  state: 'pending' | 'delivered' | 'failed'
  attempts: Generated<number>
  next_attempt_at: Date
  last_status: number | null
}
