import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { ApplicationState, Language, ScanKind } from '../../core/application.ts'

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
  /** better-auth's; the other tables of reviewers are its own affair. */
  reviewer: { id: string; name: string }
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
  kind: 'approve' | 'requestScans' | 'reject'
  detail: Sealed
  decided_at: Date
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
