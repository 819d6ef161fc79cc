import type { Kysely } from 'kysely'
import type { PastDecision, Review } from '../../core/deskReview.ts'
import type { Vault } from '../../core/ports.ts'
import { actorName } from './actorName.ts'
import { openDecision } from './deskPending.ts'
import type { Database } from './schema.ts'

/** Oldest first. */
export const readHistory = async (
  db: Kysely<Database>,
  applicationId: string,
): Promise<Review['history']> => {
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'action', 'actor', 'detail', actorName('audit.actor').as('name')])
    .where('application_id', '=', applicationId)
    .orderBy('seq')
    .execute()
  return rows.map(({ at, action, actor, detail, name }) => ({
    at,
    action,
    detail: detail as Review['history'][number]['detail'],
    actor: actor === 'applicant' || actor === 'service' ? actor : { reviewer: name ?? actor },
  }))
}

/** All that were made, oldest first: while a reviewer holds the application each has taken effect or was undone. */
export const readDecisions = async (
  db: Kysely<Database>,
  vault: Vault,
  applicationId: string,
): Promise<readonly PastDecision[]> => {
  const rows = await db
    .selectFrom('decision')
    .select(['application_id', 'reviewer_id', 'kind', 'detail', 'state', 'decided_at'])
    .select(actorName('decision.reviewer_id').as('name'))
    .where('application_id', '=', applicationId)
    .orderBy('decision.id')
    .execute()
  return Promise.all(
    rows.map(async (row) => ({
      at: row.decided_at,
      reviewer: row.name ?? row.reviewer_id,
      isUndone: row.state === 'undone',
      decision: await openDecision(vault, row),
    })),
  )
}
