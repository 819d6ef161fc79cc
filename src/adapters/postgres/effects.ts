import type { Transaction } from 'kysely'
import {
  advance,
  type ApplicationState,
  type ApplicationValues,
  type Language,
} from '../../core/application.ts'
import type { Channel } from '../../core/chat.ts'
import { Fault } from '../../core/fault.ts'
import type { Jobs, Vault } from '../../core/ports.ts'
import { outdatedScans } from '../../core/revision.ts'
import type { Effect } from '../../core/turn.ts'
import type { AuditEntry } from './audit.ts'
import { clearedScan } from './clearedScans.ts'
import { eraseApplication } from './eraseApplication.ts'
import { storeFormRevision } from './formRevisions.ts'
import { countGuess } from './formGuesses.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'
import { hashedAs, sealedIn } from './sealing.ts'

/** The turn whose effects are stored. */
export interface EffectsOf {
  readonly trx: Transaction<Database>
  readonly vault: Vault
  readonly channel: Channel
  readonly chatId: string
  readonly language: Language
  readonly now: Date
}

/** The application the chat is at, locked. */
export interface Current {
  readonly id: string
  readonly state: ApplicationState
  readonly version: number
}

/** What an effect leaves: where the chat is then, and what the audit trail is to say. */
export interface Applied {
  readonly current: Current | undefined
  readonly audit?: Omit<AuditEntry, 'at' | 'actor'>
}

/** Stores one effect of a turn. Throws a Fault `alert` for one that the stored state does not allow. */
export const applyEffect = async (
  turn: EffectsOf,
  current: Current | undefined,
  effect: Effect,
): Promise<Applied> => {
  switch (effect.type) {
    case 'compose':
      return { current: await compose(turn, effect) }
    case 'revise':
      return revise(turn, present(current, effect), effect)
    case 'follow':
      return follow(turn, current, effect.applicationId)
    case 'countGuess':
      await countGuess(turn.trx, turn.vault, { chatId: turn.chatId, formNumber: effect.formNumber }, turn.now)
      return { current }
    case 'inspect': {
      const { type: _, ...picture } = effect
      await inspect(turn, { applicationId: present(current, effect).id, ...picture })
      return { current }
    }
    case 'recognise':
      await inspect(turn, { picture: effect.picture, convert: false })
      return { current }
    case 'sendScan':
      return sendScan(turn, present(current, effect), effect.scanId)
    case 'clearScan':
      await turn.trx
        .updateTable('scan')
        .set(clearedScan)
        .where('id', '=', effect.scanId)
        .where('application_id', '=', present(current, effect).id)
        .where('state', '=', 'chosen')
        .execute()
      return { current }
    case 'advance':
      return move(turn, present(current, effect), effect)
  }
}

const present = (current: Current | undefined, effect: Effect): Current => {
  if (current) return current
  throw new Fault('alert', `A turn of a chat without an application has the effect ${effect.type}.`)
}

const inspect = async (
  { trx, channel, chatId }: EffectsOf,
  job: Pick<Jobs['inspect'], 'applicationId' | 'kind' | 'picture' | 'convert'>,
): Promise<void> => enqueue(trx, 'inspect', { jobId: crypto.randomUUID(), channel, chatId, ...job })

const moveChat = async ({ trx, chatId }: EffectsOf, applicationId: string | null): Promise<void> => {
  await trx
    .updateTable('chat')
    .set({ application_id: applicationId })
    .where('id', '=', chatId)
    .executeTakeFirstOrThrow()
}

const compose = async (
  turn: EffectsOf,
  { applicationId, unitId, values, formNumber, link }: Extract<Effect, { type: 'compose' }>,
): Promise<Current> => {
  const { trx, vault, now } = turn
  const composed: Current = { id: applicationId, state: 'awaitingScans', version: 1 }
  const revision = 1
  await trx
    .insertInto('application')
    .values({
      ...composed,
      unit_id: unitId,
      chat_id: turn.chatId,
      language: turn.language,
      revision,
      ...(await sealValues(vault, applicationId, values)),
    })
    .execute()
  const form = { values, formNumber, link }
  await storeFormRevision(trx, vault, { applicationId, revision, unitId, form }, now)
  await moveChat(turn, applicationId)
  return composed
}

const sealValues = async (vault: Vault, applicationId: string, values: ApplicationValues) => ({
  values: await vault.seal(JSON.stringify(values), sealedIn.applicationValues(applicationId)),
  id_number_hash: await vault.hash(hashedAs.idNumber, values.idNumber),
  mobile_hash: await vault.hash(hashedAs.mobile, values.mobile),
})

/** The form before stays known by its number; the scans that show what is no longer so are cleared. */
const revise = async (
  { trx, vault, now }: EffectsOf,
  { id, state, version }: Current,
  { unitId, values, changed, formNumber, link }: Extract<Effect, { type: 'revise' }>,
): Promise<Applied> => {
  const next = advance(state, 'revise')
  if (!next.ok) throw new Fault('alert', `A turn revises an application that is ${state}.`)
  const revised: Current = { id, state: next.value, version: version + 1 }
  const { revision } = await trx
    .updateTable('application')
    .set((set) => ({
      state: revised.state,
      version: revised.version,
      unit_id: unitId,
      revision: set('revision', '+', 1),
    }))
    .set(await sealValues(vault, id, values))
    .where('id', '=', id)
    .returning('revision')
    .executeTakeFirstOrThrow()
  const form = { values, formNumber, link }
  await storeFormRevision(trx, vault, { applicationId: id, revision, unitId, form }, now)
  await trx
    .updateTable('scan')
    .set(clearedScan)
    .where('application_id', '=', id)
    .where('kind', 'in', outdatedScans(changed))
    .where('state', 'in', ['chosen', 'sent'])
    .execute()
  return { current: revised, audit: { action: 'revised', applicationId: id, detail: { revision, changed } } }
}

/** The chat that came to an application last is told what becomes of it. */
const follow = async (
  turn: EffectsOf,
  current: Current | undefined,
  applicationId: string | undefined,
): Promise<Applied> => {
  await moveChat(turn, applicationId ?? null)
  if (applicationId === undefined) return { current: undefined }
  const next = await turn.trx
    .updateTable('application')
    .set({ chat_id: turn.chatId })
    .where('id', '=', applicationId)
    .returning(['id', 'state', 'version'])
    .executeTakeFirstOrThrow()
  return applicationId === current?.id
    ? { current: next }
    : { current: next, audit: { action: 'followed', applicationId, detail: { channel: turn.channel } } }
}

const sendScan = async ({ trx, now }: EffectsOf, current: Current, scanId: string): Promise<Applied> => {
  const { id } = current
  const chosen = await trx
    .selectFrom('scan')
    .select('kind')
    .where('id', '=', scanId)
    .where('application_id', '=', id)
    .where('state', '=', 'chosen')
    .executeTakeFirst()
  if (!chosen) throw new Fault('alert', 'A turn sends a scan that is not a choice of its application.')
  await trx
    .updateTable('scan')
    .set({ state: 'replaced' })
    .where('application_id', '=', id)
    .where('kind', '=', chosen.kind)
    .where('state', '=', 'sent')
    .execute()
  await trx.updateTable('scan').set({ state: 'sent', sent_at: now }).where('id', '=', scanId).execute()
  const detail = { scanId, kind: chosen.kind }
  return { current, audit: { action: 'scanSent', applicationId: id, detail } }
}

const move = async (
  turn: EffectsOf,
  { id, state, version }: Current,
  { event, promisedAt }: Extract<Effect, { type: 'advance' }>,
): Promise<Applied> => {
  const next = advance(state, event)
  if (!next.ok) throw new Fault('alert', `A turn wants to ${event} an application that is ${state}.`)
  const moved: Current = { id, state: next.value, version: version + 1 }
  await turn.trx
    .updateTable('application')
    .set({ state: moved.state, version: moved.version })
    .where('id', '=', id)
    .execute()
  switch (event) {
    case 'submit':
      if (!promisedAt) throw new Fault('alert', 'A turn submits an application without a promised time.')
      await turn.trx
        .updateTable('application')
        .set({ submitted_at: turn.now, promised_at: promisedAt, promise_left: null, requested: null })
        .where('id', '=', id)
        .execute()
      return { current: moved, audit: { action: 'submitted', applicationId: id } }
    case 'withdraw':
      await eraseApplication(turn.trx, id)
      // What its chat was shown is personal as well; what was not sent yet is this turn's.
      await turn.trx
        .deleteFrom('message')
        .where('chat_id', '=', turn.chatId)
        .where('state', '<>', 'pending')
        .execute()
      return {
        current: moved,
        audit: {
          action: 'withdrawn',
          applicationId: id,
          // One that was pending went with the rest.
          ...(state === 'decided' && { detail: { decision: 'dropped' } }),
        },
      }
  }
}
