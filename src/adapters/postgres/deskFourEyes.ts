import type { Transaction } from 'kysely'
import type { ApplicationValues } from '../../core/application.ts'
import type { FirstApproval } from '../../core/deskReview.ts'
import { fourEyesNeeded, type FourEyesRule } from '../../core/fourEyes.ts'
import type { Vault } from '../../core/ports.ts'
import { actorName } from './actorName.ts'
import type { ApplicationRow } from './deskHold.ts'
import { fourEyesRules } from './fourEyesRules.ts'
import type { Database } from './schema.ts'
import { sealedIn } from './sealing.ts'

/** An account as the rules see it. */
interface AccountOnRecord {
  readonly name: string
  readonly holder_mobile: Uint8Array | null
}

/** Why an approval of the application waits for a second reviewer, by the account it is for; none: it does not. */
export const readFourEyes = async (
  trx: Transaction<Database>,
  vault: Vault,
  row: ApplicationRow,
  { reason, mobile }: ApplicationValues,
  readPictureSeenBefore: () => Promise<boolean>,
): Promise<(account: AccountOnRecord) => Promise<readonly FourEyesRule[]>> => {
  const isOn = await fourEyesRules(trx).list()
  if (!Object.values(isOn).includes(true)) return async () => []
  const ofUnit = {
    reason,
    mobile,
    hasRecoveredBefore: await hasRecoveredBefore(trx, row),
    isPictureSeenBefore: await readPictureSeenBefore(),
  }
  return async ({ name, holder_mobile: onRecord }) => {
    const mobileOnRecord =
      onRecord === null
        ? undefined
        : await vault.openText(onRecord, sealedIn.accountHolderMobile(row.unit_id, name))
    return fourEyesNeeded({ ...ofUnit, mobileOnRecord }, isOn)
  }
}

const hasRecoveredBefore = async (
  trx: Transaction<Database>,
  { id, unit_id: unitId }: ApplicationRow,
): Promise<boolean> => {
  const recovered = await trx
    .selectFrom('application')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('id', '<>', id)
    .where('state', 'in', ['approved', 'delivered', 'undeliverable'])
    .limit(1)
    .executeTakeFirst()
  return recovered !== undefined
}

export const readFirstApproval = async (
  trx: Transaction<Database>,
  { id, first_approver: reviewerId, first_account_id: accountId }: ApplicationRow,
): Promise<FirstApproval | undefined> => {
  if (reviewerId === null || accountId === null) return undefined
  const { name } = await trx
    .selectFrom('application')
    .select(actorName('application.first_approver').as('name'))
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { reviewer: name ?? reviewerId, accountId }
}
