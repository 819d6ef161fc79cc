import type { Kysely } from 'kysely'
import type { FourEyesRules } from '../../core/accounts.ts'
import { type FourEyesRule, fourEyesRules as everyRule } from '../../core/fourEyes.ts'
import { appendAudit } from './audit.ts'
import type { Database } from './schema.ts'

/** Which approvals of this deployment wait for a second reviewer. */
export const fourEyesRules = (db: Kysely<Database>): FourEyesRules => ({
  async list() {
    const rows = await db.selectFrom('four_eyes_rule').selectAll().execute()
    const on = new Set(rows.filter((row) => row.is_on).map((row) => row.rule))
    return Object.fromEntries(everyRule.map((rule) => [rule, on.has(rule)])) as Record<FourEyesRule, boolean>
  },

  set: (rule, isOn, by, now) =>
    db.transaction().execute(async (trx) => {
      const changed = await trx
        .updateTable('four_eyes_rule')
        .set({ is_on: isOn })
        .where('rule', '=', rule)
        .where('is_on', '!=', isOn)
        .returning('rule')
        .executeTakeFirst()
      if (changed)
        await appendAudit(trx, { at: now, actor: by, action: 'fourEyesRuleSet', detail: { rule, isOn } })
    }),
})
