import { type Kysely, sql } from 'kysely'
import type { Channel, Outgoing } from '../../core/chat.ts'
import { Fault } from '../../core/fault.ts'
import type { Departing, Outbox, Vault } from '../../core/ports.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/**
 * How long a message is its taker's alone. A taker that dies lets go then, so that a text waits seconds after a crash;
 * a sender has to give up well before. One with a file is given longer, once it is known to carry one.
 */
const leaseSeconds = 15
const fileLeaseSeconds = 90

const longestWaitSeconds = 3600

/**
 * The outbox as leases on rows, so that no transaction is open while the network is talked to: a message is
 * claimed by moving its next attempt past the lease, sent, and removed. Only the first pending message of a chat
 * can be claimed, so none overtakes another; a crash between sending and removing sends it once more.
 *
 * A sent message is deleted, for it is personal and nobody reads it again. `report` hears of what was thrown that
 * is neither `retry` nor `refused`; such a message is tried again like one refused for the moment.
 */
export const outbox = (db: Kysely<Database>, vault: Vault, report: (error: unknown) => void): Outbox => ({
  async deliver({ now, limit, chatId }, send) {
    const claimed = await claim(db, now, limit, chatId)
    await Promise.all(
      claimed.map(async (row) => {
        const outcome = await attempt(row, now, async () => {
          const departing = await open(vault, row)
          const { type } = departing.message
          if (type === 'document' || type === 'picture') await extend(db, row, now)
          await send(departing)
        })
        if (outcome.error !== undefined) report(outcome.error)
        await store(db, row, outcome)
      }),
    )
    return claimed.length
  },
})

interface Claimed {
  readonly id: string
  readonly chat_id: string
  readonly channel: Channel
  readonly body: Uint8Array
  readonly attempts: number
}

const claim = async (
  db: Kysely<Database>,
  now: Date,
  limit: number,
  chatId: string | undefined,
): Promise<readonly Claimed[]> => {
  const { rows } = await sql<Claimed>`
    with head as (
      select id from message
      where state = 'pending' and next_attempt_at <= ${now}
        ${chatId === undefined ? sql`` : sql`and chat_id = ${chatId}`}
        and not exists (
          select from message as earlier
          where earlier.chat_id = message.chat_id and earlier.state = 'pending' and earlier.id < message.id
        )
      order by next_attempt_at, id
      limit ${limit}
      for update skip locked
    )
    update message
    set attempts = attempts + 1, next_attempt_at = ${secondsAfter(now, leaseSeconds)}
    from head, chat
    where message.id = head.id and chat.id = message.chat_id
    returning message.id, message.chat_id, chat.channel, message.body, message.attempts`.execute(db)
  return rows
}

const open = async (vault: Vault, { id, chat_id, channel, body, attempts }: Claimed): Promise<Departing> => ({
  id,
  channel,
  chatId: chat_id,
  message: JSON.parse(await vault.openText(body, sealedIn.messageBody(chat_id))) as Outgoing,
  attempt: attempts,
})

type Outcome =
  | { readonly type: 'sent' | 'refused'; readonly error?: never }
  | { readonly type: 'later'; readonly at: Date; readonly error?: unknown }

const attempt = async ({ attempts }: Claimed, now: Date, send: () => Promise<void>): Promise<Outcome> => {
  try {
    await send()
    return { type: 'sent' }
  } catch (error) {
    const at = secondsAfter(now, Math.min(2 ** (attempts - 1), longestWaitSeconds))
    if (!(error instanceof Fault) || error.kind === 'alert') return { type: 'later', at, error }
    if (error.kind === 'refused') return { type: 'refused' }
    return { type: 'later', at: error.retryAt && error.retryAt > at ? error.retryAt : at }
  }
}

const extend = async (db: Kysely<Database>, { id, attempts }: Claimed, now: Date): Promise<void> => {
  await db
    .updateTable('message')
    .set({ next_attempt_at: secondsAfter(now, fileLeaseSeconds) })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .execute()
}

/** Only while the claim is still ours: one that lapsed has become another taker's. */
const store = async (db: Kysely<Database>, { id, attempts }: Claimed, outcome: Outcome): Promise<void> => {
  const ours = db.selectFrom('message').select('id').where('id', '=', id).where('attempts', '=', attempts)
  switch (outcome.type) {
    case 'sent':
      await db.deleteFrom('message').where('id', 'in', ours).execute()
      return
    case 'refused':
      await db.updateTable('message').set({ state: 'refused' }).where('id', 'in', ours).execute()
      return
    case 'later':
      await db.updateTable('message').set({ next_attempt_at: outcome.at }).where('id', 'in', ours).execute()
  }
}

const secondsAfter = (moment: Date, seconds: number): Date => new Date(moment.getTime() + seconds * 1000)
