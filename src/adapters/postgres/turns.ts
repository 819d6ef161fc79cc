import type { Kysely, Transaction } from 'kysely'
import type { Echo, Outgoing } from '../../core/chat.ts'
import type { Vault } from '../../core/ports.ts'
import type { Loaded, LookUps, Turn, TurnStore } from '../../core/turn.ts'
import { appendAudit, type AuditEntry } from './audit.ts'
import { lockChatApplication, readFilled } from './chatApplication.ts'
import { DatabaseFault } from './database.ts'
import { applyEffect, type Current } from './effects.ts'
import { matchForm } from './formGuesses.ts'
import { countInspections } from './jobs.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'
import { unitSearch } from './unitSearch.ts'

type Update = Parameters<TurnStore['take']>[0]

/** Turns, each in one transaction; those of one chat queue for its row. */
export const turnStore = (db: Kysely<Database>, vault: Vault): TurnStore => ({
  take: (update, now, decide) =>
    retrying(() =>
      db.transaction().execute(async (trx) => {
        if (!(await isFirst(trx, update, now))) return 'seen'
        const { applicationId, chat } = await lockChat(trx, vault, update, now)
        const application = applicationId ? await lockChatApplication(trx, vault, applicationId) : undefined
        const turn = await decide(
          { chat, application },
          lookUps(trx, vault, { chatId: update.chatId, applicationId }, now),
        )

        const audits = await storeEffects(trx, vault, update, turn, application, now)
        await storeMessages(trx, vault, update, turn, now)
        await trx
          .updateTable('chat')
          .set({
            language: turn.language,
            state: await vault.seal(JSON.stringify(turn.state), sealedIn.chatState(update.chatId)),
            version: (chat?.version ?? 0) + 1,
            updated_at: now,
          })
          .where('id', '=', update.chatId)
          .execute()
        for (const audit of audits) await appendAudit(trx, audit)
        return 'taken'
      }),
    ),
})

/** A transaction that lost against another did nothing: it is run again from its start. */
const retrying = async <Value>(run: () => Promise<Value>): Promise<Value> => {
  for (let retriesLeft = 3; ; retriesLeft--)
    try {
      return await run()
    } catch (error) {
      const lost = error instanceof DatabaseFault && (error.code === '40001' || error.code === '40P01')
      if (!lost || retriesLeft === 0) throw error
    }
}

/** Waits for a transaction that stores the same update, and knows then. */
const isFirst = async (trx: Transaction<Database>, update: Update, now: Date): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('chat_update')
    .values({ channel: update.channel, update_id: update.updateId, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/**
 * Holds the chat's row. One is made for a chat that never spoke, at version 0, so that two first turns of it queue
 * like any others.
 */
const lockChat = async (
  trx: Transaction<Database>,
  vault: Vault,
  { channel, chatId }: Update,
  now: Date,
): Promise<{ readonly applicationId: string | null; readonly chat: Loaded['chat'] }> => {
  const select = trx
    .selectFrom('chat')
    .select(['application_id', 'language', 'version', 'state'])
    .where('id', '=', chatId)
    .forUpdate()
  let row = await select.executeTakeFirst()
  if (!row) {
    const nothing = { language: 'zh-CN', state: new Uint8Array(), version: 0 } as const
    await trx
      .insertInto('chat')
      .values({ id: chatId, channel, ...nothing, updated_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    row = await select.executeTakeFirstOrThrow()
  }
  const { application_id: applicationId, language, version, state } = row
  if (version === 0) return { applicationId, chat: undefined }
  const opened: unknown = JSON.parse(await vault.openText(state, sealedIn.chatState(chatId)))
  return { applicationId, chat: { language, version, state: opened } }
}

const lookUps = (
  trx: Transaction<Database>,
  vault: Vault,
  { chatId, applicationId }: { readonly chatId: string; readonly applicationId: string | null },
  now: Date,
): LookUps => ({
  ...unitSearch(trx),
  filled: async () => (applicationId === null ? undefined : readFilled(trx, vault, applicationId)),
  form: (unitName, formNumber) => matchForm(trx, vault, { chatId, unitName, formNumber }, now),
  picturesInHand: () => countInspections(trx, chatId),
})

const storeEffects = async (
  trx: Transaction<Database>,
  vault: Vault,
  { channel, chatId }: Update,
  { language, effects }: Turn,
  application: Current | undefined,
  now: Date,
): Promise<readonly AuditEntry[]> => {
  const audits: AuditEntry[] = []
  let current = application
  for (const effect of effects) {
    const applied = await applyEffect({ trx, vault, channel, chatId, language, now }, current, effect)
    current = applied.current
    if (applied.audit) audits.push({ at: now, actor: 'applicant', ...applied.audit })
  }
  return audits
}

/**
 * Messages of a channel that pushes wait in the outbox. For one that is read by page they are its transcript, which
 * begins with what the applicant sent and leaves out what only lasts a moment.
 */
const storeMessages = async (
  trx: Transaction<Database>,
  vault: Vault,
  { channel, chatId }: Update,
  { messages, echo }: Turn,
  now: Date,
): Promise<void> => {
  const isPage = channel === 'web'
  const bodies: { readonly direction: 'in' | 'out'; readonly body: Echo | Outgoing }[] = [
    ...(isPage && echo ? [{ direction: 'in' as const, body: echo }] : []),
    ...messages
      .filter(({ type }) => !isPage || (type !== 'busy' && type !== 'forget'))
      .map((body) => ({ direction: 'out' as const, body })),
  ]
  if (bodies.length === 0) return
  const rows = await Promise.all(
    bodies.map(async ({ direction, body }) => ({
      chat_id: chatId,
      direction,
      body: await vault.seal(JSON.stringify(body), sealedIn.messageBody(chatId)),
      state: isPage ? ('sent' as const) : ('pending' as const),
      next_attempt_at: now,
      created_at: now,
    })),
  )
  await trx.insertInto('message').values(rows).execute()
}
