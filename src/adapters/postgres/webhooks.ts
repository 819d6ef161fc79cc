import { type Kysely, sql, type Transaction } from 'kysely'
import type { Host, Vault } from '../../core/ports.ts'
import {
  isWebhookUrl,
  rotationOverlapHours,
  testEventState,
  type Webhook,
  type WebhookReach,
  type Webhooks,
} from '../../core/webhook.ts'
import { formatWebhookSecret, webhookSecretBytes } from '../webhooks/signature.ts'
import { appendAudit } from './audit.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'
import { failPending } from './webhookDelivery.ts'

const hourMs = 60 * 60_000
/** Stands where an event that tries a webhook has no application. */
const noApplication = '00000000-0000-0000-0000-000000000000'

/** Webhooks as administrators keep them, on PostgreSQL. Secrets are sealed, as addresses are not: they name a host. */
export const webhooks = (
  db: Kysely<Database>,
  vault: Vault,
  host: Pick<Host, 'randomBytes' | 'uuid'>,
  reach: WebhookReach,
): Webhooks => {
  const makeSecret = async (id: string) => {
    const secret = host.randomBytes(webhookSecretBytes)
    return { sealed: await vault.seal(secret, sealedIn.webhookSecret(id)), text: formatWebhookSecret(secret) }
  }

  /** Makes a change and its line in the audit log together; what changes nothing leaves no line. */
  const audited = async <Changed>(
    {
      action,
      by,
      now,
      ...detail
    }: { action: string; by: string; now: Date; webhookId: string; host?: string },
    change: (trx: Transaction<Database>) => Promise<Changed | undefined>,
  ): Promise<Changed | undefined> =>
    db.transaction().execute(async (trx) => {
      const changed = await change(trx)
      if (changed !== undefined) await appendAudit(trx, { at: now, actor: by, action, detail })
      return changed
    })

  const select = () => db.selectFrom('webhook').select(['id', 'url', 'is_on', 'previous_until'])

  return {
    async list() {
      return (await select().orderBy('created_at').orderBy('id').execute()).map(toWebhook)
    },

    async find(id) {
      const row = await select().where('id', '=', id).executeTakeFirst()
      return row && toWebhook(row)
    },

    async deliveries(id, limit, olderThan) {
      const query = db
        .selectFrom('webhook_delivery as delivery')
        .innerJoin('webhook_event as event', 'event.id', 'delivery.event_id')
        .select([
          'event.id',
          'event.application_id',
          'event.state as event',
          'event.at',
          'delivery.state',
          'delivery.attempts',
          'delivery.last_status',
          'delivery.next_attempt_at',
        ])
        .where('webhook_id', '=', id)
        .orderBy('event.at', 'desc')
        .orderBy('event.id', 'desc')
        .limit(limit)
      const rows = await (
        olderThan === undefined
          ? query
          : query.where(
              sql<boolean>`(event.at, event.id) < (select at, id from webhook_event where id = ${olderThan})`,
            )
      ).execute()
      return rows.map((row) => ({
        eventId: row.id,
        applicationId: row.application_id,
        event: row.event,
        at: row.at,
        state: row.state,
        attempts: row.attempts,
        lastStatus: row.last_status ?? undefined,
        nextAttemptAt: row.next_attempt_at,
      }))
    },

    async countFailed(id) {
      const { count } = await db
        .selectFrom('webhook_delivery')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('webhook_id', '=', id)
        .where('state', '=', 'failed')
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    async add(url, by, now) {
      if (!URL.canParse(url)) return undefined
      const parsed = new URL(url)
      if (!isWebhookUrl(parsed, reach)) return undefined
      const id = host.uuid()
      const { sealed, text } = await makeSecret(id)
      // the host alone: a path may be a secret
      await audited({ action: 'webhookAdded', by, now, webhookId: id, host: parsed.host }, (trx) =>
        trx
          .insertInto('webhook')
          .values({ id, url: parsed.href, secret: sealed, is_on: true, created_by: by, created_at: now })
          .returning('id')
          .executeTakeFirst(),
      )
      return { id, secret: text }
    },

    async rotate(id, by, now) {
      const { sealed, text } = await makeSecret(id)
      const rotated = await audited({ action: 'webhookSecretRotated', by, now, webhookId: id }, (trx) =>
        trx
          .updateTable('webhook')
          .set(({ ref }) => ({
            previous_secret: ref('secret'),
            previous_until: new Date(now.getTime() + rotationOverlapHours * hourMs),
            secret: sealed,
          }))
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst(),
      )
      return rotated && text
    },

    async turn(id, isOn, by, now) {
      const action = isOn ? 'webhookSwitchedOn' : 'webhookSwitchedOff'
      const turned = await audited({ action, by, now, webhookId: id }, async (trx) => {
        const found = await trx
          .updateTable('webhook')
          .set({ is_on: isOn })
          .where('id', '=', id)
          .where('is_on', '=', !isOn)
          .returning('id')
          .executeTakeFirst()
        if (found && !isOn) await failPending(trx, id)
        return found
      })
      return turned !== undefined
    },

    async remove(id, by, now) {
      const removed = await audited({ action: 'webhookRemoved', by, now, webhookId: id }, (trx) =>
        trx.deleteFrom('webhook').where('id', '=', id).returning('id').executeTakeFirst(),
      )
      return removed !== undefined
    },

    async test(id, by, now) {
      const tested = await audited({ action: 'webhookTested', by, now, webhookId: id }, async (trx) => {
        const webhook = await lockOn(trx, id)
        if (!webhook) return undefined
        const event = host.uuid()
        await trx
          .insertInto('webhook_event')
          .values({ id: event, application_id: noApplication, state: testEventState, at: now })
          .execute()
        await trx
          .insertInto('webhook_delivery')
          .values({ event_id: event, webhook_id: id, state: 'pending', next_attempt_at: now })
          .execute()
        return webhook
      })
      return tested !== undefined
    },

    async replay(id, eventId, by, now) {
      const replayed = await audited({ action: 'webhookReplayed', by, now, webhookId: id }, async (trx) => {
        if (!(await lockOn(trx, id))) return undefined
        return trx
          .updateTable('webhook_delivery')
          .set({ state: 'pending', attempts: 0, next_attempt_at: now })
          .where('webhook_id', '=', id)
          .where('event_id', '=', eventId)
          .returning('event_id')
          .executeTakeFirst()
      })
      return replayed !== undefined
    },

    async replayFailed(id, by, now) {
      return db.transaction().execute(async (trx) => {
        if (!(await lockOn(trx, id))) return false
        const { numUpdatedRows } = await trx
          .updateTable('webhook_delivery')
          .set({ state: 'pending', attempts: 0, next_attempt_at: now })
          .where('webhook_id', '=', id)
          .where('state', '=', 'failed')
          .executeTakeFirst()
        const detail = { webhookId: id, events: Number(numUpdatedRows) }
        if (detail.events === 0) return false
        await appendAudit(trx, { at: now, actor: by, action: 'webhookFailedReplayed', detail })
        return true
      })
    },
  }
}

/** Held until the transaction ends, so that it is not switched off, or removed, in between. */
const lockOn = (trx: Transaction<Database>, id: string) =>
  trx
    .selectFrom('webhook')
    .select('id')
    .where('id', '=', id)
    .where('is_on', '=', true)
    .forShare()
    .executeTakeFirst()

const toWebhook = (row: {
  readonly id: string
  readonly url: string
  readonly is_on: boolean
  readonly previous_until: Date | null
}): Webhook => ({
  id: row.id,
  url: row.url,
  isOn: row.is_on,
  previousUntil: row.previous_until ?? undefined,
})
