import type { Kysely } from 'kysely'
import type { Accounts } from '../../core/accounts.ts'
import type { Vault } from '../../core/ports.ts'
import { appendAudit } from './audit.ts'
import { fourEyesRules } from './fourEyesRules.ts'
import { invitations } from './invitations.ts'
import { passkeys } from './passkeys.ts'
import { people } from './people.ts'
import type { Database } from './schema.ts'
import { signInLimit } from './signInLimit.ts'

/** The desk's accounts on PostgreSQL. */
export const accounts = (db: Kysely<Database>, vault: Vault): Accounts => ({
  people: { ...people(db), ...invitations(db, vault) },
  passkeys: passkeys(db, vault),
  limit: signInLimit(db, vault),
  fourEyes: fourEyesRules(db),
  note: (actor, action, now, detail) =>
    db.transaction().execute(async (trx) => {
      await appendAudit(trx, { at: now, actor, action, ...(detail && { detail }) })
    }),
})
