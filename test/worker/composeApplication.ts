import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import { turnStore } from '../../src/adapters/postgres/turns.ts'
import { formNumberFromRandom } from '../../src/core/formNumber.ts'
import type { Vault } from '../../src/core/ports.ts'

/** An application of the first unit that awaits its scans, in a web chat of its own or this one, and where its form is served. */
export const composeApplication = async (db: Kysely<Database>, vault: Vault, telegramChat?: string) => {
  const cookie = randomUUID().replaceAll('-', '').padEnd(43, 'c')
  const chatId = telegramChat ?? `web:${await vault.hash('chat.cookie', cookie)}`
  const { id: unitId } = await db.selectFrom('unit').select('id').limit(1).executeTakeFirstOrThrow()
  const applicationId = randomUUID()
  const formNumber = formNumberFromRandom(crypto.getRandomValues(new Uint8Array(16)))
  const link = `https://recover.example/?form=${formNumber}`
  const values = {
    applicantName: '张样本',
    idType: 'idCard',
    idNumber: '11010519491231002X',
    mobile: '+8613800138000',
    email: 'zhang@example.cn',
    reason: 'forgotten',
  } as const
  await turnStore(db, vault).take(
    { channel: telegramChat === undefined ? 'web' : 'telegram', chatId, updateId: applicationId },
    new Date(),
    async () => ({
      language: 'zh-CN',
      state: { step: 'start' },
      effects: [{ type: 'compose', applicationId, unitId, values, formNumber, link }],
      messages: [],
    }),
  )
  return {
    chatId,
    applicationId,
    /** From whichever Worker of the deployment. */
    fetchForm: async (url: string): Promise<Response> =>
      fetch(`${url}/chat/form/${applicationId}`, { headers: { cookie: `sealpass_chat=${cookie}` } }),
  }
}
