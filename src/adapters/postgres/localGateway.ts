import type { Kysely } from 'kysely'
import type { LocalInbox, LocalMessage } from '../../core/localInbox.ts'
import type { Gateway, Host, Vault } from '../../core/ports.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

type Body = Pick<LocalMessage, 'subject' | 'text'>

/** A gateway that sends nothing anywhere: its messages are read in the local inbox, sealed at rest. */
export const localGateway = (
  db: Kysely<Database>,
  vault: Vault,
  host: Pick<Host, 'now'>,
): Gateway & LocalInbox => {
  const keep = async (
    kind: LocalMessage['kind'],
    idempotencyKey: string,
    recipient: string,
    body: Body,
  ): Promise<void> => {
    const place = sealedIn.localInbox(idempotencyKey)
    await db
      .insertInto('local_inbox')
      .values({
        idempotency_key: idempotencyKey,
        kind,
        recipient: await vault.seal(recipient, place),
        body: await vault.seal(JSON.stringify(body), place),
        created_at: host.now(),
      })
      .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
      .execute()
  }

  return {
    sendSms: ({ idempotencyKey, to, text }) => keep('sms', idempotencyKey, to, { text }),
    sendMail: ({ idempotencyKey, to, subject, text }) => keep('mail', idempotencyKey, to, { subject, text }),

    async list(limit) {
      const rows = await db.selectFrom('local_inbox').selectAll().orderBy('id', 'desc').limit(limit).execute()
      return Promise.all(
        rows.map(async ({ id, kind, created_at, idempotency_key, recipient, body }) => {
          const place = sealedIn.localInbox(idempotency_key)
          return {
            id,
            at: created_at,
            kind,
            to: await vault.openText(recipient, place),
            ...(JSON.parse(await vault.openText(body, place)) as Body),
          }
        }),
      )
    },
  }
}
