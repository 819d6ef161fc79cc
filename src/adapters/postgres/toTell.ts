import type { Kysely } from 'kysely'
import type { ToTellStore } from '../../core/useCases/tellChat.ts'
import type { Database } from './schema.ts'

/** The chat that came to an application last, if it is still there. */
export const toTellStore = (db: Kysely<Database>): ToTellStore => ({
  async find(applicationId) {
    const row = await db
      .selectFrom('application')
      .innerJoin('chat', (join) =>
        join.onRef('chat.id', '=', 'application.chat_id').onRef('chat.application_id', '=', 'application.id'),
      )
      .leftJoin('credential', 'credential.application_id', 'application.id')
      .select([
        'chat.id as chatId',
        'chat.channel',
        'chat.language',
        'application.state',
        'application.version',
        'credential.sent_by',
      ])
      .where('application.id', '=', applicationId)
      .executeTakeFirst()
    if (!row) return undefined
    const { sent_by: sentBy, ...told } = row
    return { ...told, sentBy: sentBy ?? undefined }
  },
})
