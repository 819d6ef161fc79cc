import { type Kysely, sql } from 'kysely'
import type { ApplicationState } from '../../core/application.ts'
import type { Host, Vault } from '../../core/ports.ts'
import { dayLength } from '../../core/shanghaiTime.ts'
import {
  eventDays,
  nextAttemptAt,
  type SendWebhook,
  type testEventState,
  webhookPayload,
} from '../../core/webhook.ts'
import { signedHeaders } from '../webhooks/signature.ts'
import { appendAudit } from './audit.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** How long a delivery is its taker's alone: well past the time that a receiver has. */
const leaseSeconds = 30

/** At most so many of one webhook at a time: what does not answer keeps the others waiting for one timeout only. */
const mostOfOne = 8

export interface WebhookDeliveries {
  /** Sends up to `limit` deliveries that are due, all at once; returns how many were tried. */
  deliver(now: Date, limit: number): Promise<number>
}

/**
 * Deliveries as leases on rows, like the outbox: one is claimed by moving its next attempt past the lease, sent with no
 * transaction open, and its outcome stored. A crash in between sends it once more, with the same id.
 */
export const webhookDeliveries = (deps: {
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly host: Pick<Host, 'now' | 'randomBytes'>
  readonly send: SendWebhook
}): WebhookDeliveries => ({
  async deliver(now, limit) {
    const claimed = await claim(deps.db, now, limit)
    const outcomes = await Promise.allSettled(
      claimed.map(async (delivery) => {
        const message = await departing(deps.vault, delivery, deps.host.now()).catch(
          async (error: unknown) => {
            // no better next time: it fails as one that nobody answers, and not for ever
            await store(deps.db, delivery, undefined, deps.host)
            throw error
          },
        )
        await store(deps.db, delivery, await deps.send(message), deps.host)
      }),
    )
    // only once all are done, since the caller may close the database then
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
    return claimed.length
  },
})

interface Claimed {
  readonly event_id: string
  readonly webhook_id: string
  readonly attempts: number
  readonly application_id: string
  readonly state: ApplicationState | typeof testEventState
  readonly at: Date
  readonly url: string
  readonly secret: Uint8Array
  readonly previous_secret: Uint8Array | null
  readonly previous_until: Date | null
}

const claim = async (db: Kysely<Database>, now: Date, limit: number): Promise<readonly Claimed[]> => {
  const { rows } = await sql<Claimed>`
    with due as (
      select head.event_id, head.webhook_id
      from webhook, lateral (
        select event_id, webhook_id, next_attempt_at from webhook_delivery
        where webhook_id = webhook.id and state = 'pending' and next_attempt_at <= ${now}
        order by next_attempt_at limit ${mostOfOne}
        for update skip locked
      ) as head
      where webhook.is_on
      order by head.next_attempt_at limit ${limit}
    )
    update webhook_delivery as delivery
    set attempts = attempts + 1, next_attempt_at = ${new Date(now.getTime() + leaseSeconds * 1000)}
    from due, webhook, webhook_event as event
    where delivery.event_id = due.event_id and delivery.webhook_id = due.webhook_id
      and webhook.id = due.webhook_id and event.id = due.event_id
    returning delivery.event_id, delivery.webhook_id, delivery.attempts, event.application_id, event.state, event.at,
      webhook.url, webhook.secret, webhook.previous_secret, webhook.previous_until`.execute(db)
  return rows
}

const departing = async (vault: Vault, delivery: Claimed, at: Date) => {
  const open = (sealed: Uint8Array) => vault.open(sealed, sealedIn.webhookSecret(delivery.webhook_id))
  const secrets = [await open(delivery.secret)]
  if (delivery.previous_secret && delivery.previous_until && delivery.previous_until > at)
    secrets.push(await open(delivery.previous_secret))
  const body = JSON.stringify(
    webhookPayload({ applicationId: delivery.application_id, state: delivery.state, at: delivery.at }),
  )
  return {
    url: delivery.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Sealpass',
      ...(await signedHeaders({ id: delivery.event_id, at, body }, secrets)),
    },
    body,
  }
}

const goneStatus = 410

/** Only while the claim is still ours: one that lapsed has become another taker's. */
const store = async (
  db: Kysely<Database>,
  { event_id, webhook_id, attempts }: Claimed,
  status: number | undefined,
  host: Pick<Host, 'now' | 'randomBytes'>,
): Promise<void> => {
  const now = host.now()
  const ours = db
    .updateTable('webhook_delivery')
    .where('event_id', '=', event_id)
    .where('webhook_id', '=', webhook_id)
    .where('state', '=', 'pending')
    .where('attempts', '=', attempts)
  if (status !== undefined && status >= 200 && status < 300) {
    await ours.set({ state: 'delivered', last_status: status }).execute()
    return
  }
  const next = nextAttemptAt(attempts, now, (host.randomBytes(1)[0] ?? 0) / 256)
  await ours
    .set({
      last_status: status ?? null,
      ...(next === undefined ? { state: 'failed' as const } : { next_attempt_at: next }),
    })
    .execute()
  if (status === goneStatus) await switchOffGone(db, webhook_id, now)
}

/** The receiver wants no more of it, so Standard Webhooks has it switched off. */
const switchOffGone = async (db: Kysely<Database>, webhookId: string, now: Date): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const switched = await trx
      .updateTable('webhook')
      .set({ is_on: false })
      .where('id', '=', webhookId)
      .where('is_on', '=', true)
      .returning('id')
      .executeTakeFirst()
    if (!switched) return
    await failPending(trx, webhookId)
    await appendAudit(trx, {
      at: now,
      actor: 'service',
      action: 'webhookSwitchedOff',
      detail: { webhookId, status: goneStatus },
    })
  })

/** What a webhook that is off was not sent yet. */
export const failPending = async (db: Kysely<Database>, webhookId: string): Promise<void> => {
  await db
    .updateTable('webhook_delivery')
    .set({ state: 'failed' })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'pending')
    .execute()
}

/** Forgets events whose time is over, and what became of them. */
export const removeOldEvents = async (db: Kysely<Database>, now: Date): Promise<void> => {
  await db
    .deleteFrom('webhook_event')
    .where('at', '<', new Date(now.getTime() - eventDays * dayLength))
    .execute()
}
