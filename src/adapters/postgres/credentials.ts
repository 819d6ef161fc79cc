import type { Kysely, Transaction } from 'kysely'
import { advance, type ApplicationEvent, type ApplicationValues } from '../../core/application.ts'
import { Fault } from '../../core/fault.ts'
import type { Vault } from '../../core/ports.ts'
import type { CredentialStore, Delivery } from '../../core/useCases/deliverCredential.ts'
import { appendAudit } from './audit.ts'
import { enqueue } from './jobs.ts'
import type { Database } from './schema.ts'
import { hashedAs, sealedIn } from './sealing.ts'

/** Deliveries in table credential; the application's row is locked first in each transaction. */
export const credentialStore = (db: Kysely<Database>, vault: Vault): CredentialStore => ({
  begin: (applicationId, now, makePassword) =>
    db.transaction().execute(async (trx) => {
      const application = await lockApproved(trx, applicationId)
      if (!application) return undefined
      const { account_id: accountId, values } = application
      if (accountId === null || values === null)
        throw new Fault('alert', 'An approved application has no account or no values.')
      const place = sealedIn.credentialSecret(applicationId)
      const before = await trx
        .selectFrom('credential')
        .select(['state', 'round'])
        .where('application_id', '=', applicationId)
        .executeTakeFirst()
      if (before?.state === 'made')
        await trx
          .updateTable('credential')
          .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
          .where('application_id', '=', applicationId)
          .execute()
      else {
        const made = {
          account_id: accountId,
          secret: await vault.seal(makePassword(), place),
          state: 'made' as const,
          round: (before?.round ?? 0) + 1,
          step: 'reset' as const,
          tries: 1,
          made_at: now,
        }
        await trx
          .insertInto('credential')
          .values({ application_id: applicationId, ...made })
          .onConflict((conflict) => conflict.column('application_id').doUpdateSet(made))
          .execute()
      }
      const credential = await trx
        .selectFrom('credential')
        .innerJoin('account', 'account.id', 'credential.account_id')
        .select(['account_id', 'account.name', 'secret', 'round', 'step', 'tries'])
        .where('application_id', '=', applicationId)
        .executeTakeFirstOrThrow()
      if (credential.secret === null) throw new Fault('alert', 'A delivery under way has lost its password.')
      const { mobile, email } = JSON.parse(
        await vault.openText(values, sealedIn.applicationValues(applicationId)),
      ) as ApplicationValues
      return {
        applicationId,
        round: credential.round,
        accountId: credential.account_id,
        accountName: credential.name,
        password: await vault.openText(credential.secret, place),
        step: credential.step,
        tries: credential.tries,
        language: application.language,
        mobile,
        email,
      }
    }),

  async enter({ applicationId, round }, step) {
    await db
      .updateTable('credential')
      .set({ step, tries: 1 })
      .where('application_id', '=', applicationId)
      .where('round', '=', round)
      .where('state', '=', 'made')
      .execute()
  },

  complete: (delivery, by, now) =>
    end(db, delivery, 'deliver', now, async () => ({
      credential: { state: 'sent', sent_by: by, sent_at: now },
      audit: {
        action: 'credentialSent',
        // Whom it was sent to can be proven with this hash, and not read from it.
        detail: {
          by,
          toHash:
            by === 'sms'
              ? await vault.hash(hashedAs.mobile, delivery.mobile)
              : await vault.hash(hashedAs.email, delivery.email),
        },
      },
    })),

  giveUp: (delivery, at, now) =>
    end(db, delivery, 'failDelivery', now, async () => ({
      credential: { state: 'failed' },
      audit: { action: 'deliveryFailed', detail: { at } },
    })),
})

const lockApproved = (trx: Transaction<Database>, applicationId: string) =>
  trx
    .selectFrom('application')
    .select(['state', 'version', 'account_id', 'values', 'language'])
    .where('id', '=', applicationId)
    .where('state', '=', 'approved')
    .forUpdate()
    .executeTakeFirst()

interface Ending {
  readonly credential:
    | { readonly state: 'sent'; readonly sent_by: 'sms' | 'mail'; readonly sent_at: Date }
    | { readonly state: 'failed' }
  readonly audit: { readonly action: string; readonly detail: Readonly<Record<string, unknown>> }
}

/** Ends a round: all of it in one transaction, and only once. */
const end = (
  db: Kysely<Database>,
  { applicationId, round }: Delivery,
  event: Extract<ApplicationEvent, 'deliver' | 'failDelivery'>,
  now: Date,
  ending: () => Promise<Ending>,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const application = await lockApproved(trx, applicationId)
    if (!application) return
    const { credential, audit } = await ending()
    const { numUpdatedRows } = await trx
      .updateTable('credential')
      .set({ ...credential, secret: null })
      .where('application_id', '=', applicationId)
      .where('round', '=', round)
      .where('state', '=', 'made')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return
    const next = advance(application.state, event)
    if (!next.ok) throw new Fault('alert', `An application that is ${application.state} cannot ${event}.`)
    const version = application.version + 1
    await trx
      .updateTable('application')
      .set({ state: next.value, version })
      .where('id', '=', applicationId)
      .execute()
    await enqueue(trx, 'tellChat', { applicationId, version })
    await appendAudit(trx, { at: now, actor: 'service', applicationId, ...audit })
  })
