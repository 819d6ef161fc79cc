import type { Kysely } from 'kysely'
import type { Echo, Outgoing } from '../../core/chat.ts'
import type { Transcript, Vault } from '../../core/ports.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** The messages of chats that are read by page. An entry's id is its message's; one that is none has no followers. */
export const transcript = (db: Kysely<Database>, vault: Vault): Transcript => ({
  async language(chatId) {
    // A chat at version 0 is being made by its first turn.
    const chat = await db
      .selectFrom('chat')
      .select('language')
      .where('id', '=', chatId)
      .where('version', '>', 0)
      .executeTakeFirst()
    return chat?.language
  },

  async read(chatId, { after, limit }) {
    if (after !== undefined && !/^\d{1,18}$/u.test(after)) return []
    const shown = db
      .selectFrom('message')
      .select(['id', 'direction', 'body', 'created_at'])
      .where('chat_id', '=', chatId)
      .limit(limit)
    const rows =
      after === undefined
        ? (await shown.orderBy('id', 'desc').execute()).reverse()
        : await shown.where('id', '>', after).orderBy('id').execute()
    return Promise.all(
      rows.map(async ({ id, direction, body, created_at: at }) => {
        const opened: unknown = JSON.parse(await vault.openText(body, sealedIn.messageBody(chatId)))
        return direction === 'in'
          ? { id, at, direction, echo: opened as Echo }
          : { id, at, direction, message: opened as Outgoing }
      }),
    )
  },
})
