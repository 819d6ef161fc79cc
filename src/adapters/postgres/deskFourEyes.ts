import type { Kysely, Transaction } from 'kysely'
import type { ApplicationValues } from '../../core/application.ts'
import type { FirstApproval } from '../../core/deskReview.ts'
import { type FourEyesFacts, type FourEyesRule, fourEyesRules } from '../../core/fourEyes.ts'
import type { Vault } from '../../core/ports.ts'
import type { ApplicationRow } from './deskHold.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

export const readFourEyesRules = async (
  db: Kysely<Database>,
): Promise<Readonly<Record<FourEyesRule, boolean>>> => {
  const rows = await db.selectFrom('four_eyes_rule').selectAll().execute()
  return Object.fromEntries(
    fourEyesRules.map((rule) => [rule, rows.some((row) => row.rule === rule && row.is_on)]),
  ) as Record<FourEyesRule, boolean>
}

/** An account as the rules see it. */
export interface AccountOnRecord {
  readonly name: string
  readonly holder_mobile: Uint8Array | null
}

/** What the rules ask, of any account of the unit. */
export const readFourEyesFacts = async (
  trx: Transaction<Database>,
  vault: Vault,
  row: ApplicationRow,
  { reason, mobile }: ApplicationValues,
  isPictureSeenBefore: boolean,
): Promise<(account: AccountOnRecord) => Promise<FourEyesFacts>> => {
  const recovered = await trx
    .selectFrom('application')
    .select('id')
    .where('unit_id', '=', row.unit_id)
    .where('id', '<>', row.id)
    .where('state', 'in', ['approved', 'delivered', 'undeliverable'])
    .limit(1)
    .executeTakeFirst()
  return async ({ name, holder_mobile: onRecord }) => ({
    reason,
    mobile,
    mobileOnRecord:
      onRecord === null
        ? undefined
        : await vault.openText(onRecord, sealedIn.accountHolderMobile(row.unit_id, name)),
    hasRecoveredBefore: recovered !== undefined,
    isPictureSeenBefore,
  })
}

export const readFirstApproval = async (
  trx: Transaction<Database>,
  { first_approver: reviewerId, first_account_id: accountId }: ApplicationRow,
): Promise<FirstApproval | undefined> => {
  if (reviewerId === null || accountId === null) return undefined
  const reviewer = await trx
    .selectFrom('reviewer')
    .select('name')
    .where('id', '=', reviewerId)
    .executeTakeFirst()
  return { reviewer: reviewer?.name ?? reviewerId, accountId }
}
