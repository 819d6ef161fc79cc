import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely'
import type { Database } from './schema.ts'

/** Whether the scans of a form have been awaited since before `before`: no form of the application is younger. */
export const formAwaitedSince = (
  where: ExpressionBuilder<Database, 'application'>,
  before: Date,
): ExpressionWrapper<Database, 'application', SqlBool> =>
  where.and([
    where('state', '=', 'awaitingScans'),
    where.not(
      where.exists(
        where
          .selectFrom('form_revision')
          .select('form_revision.revision')
          .whereRef('form_revision.application_id', '=', 'application.id')
          .where('form_revision.composed_at', '>=', before),
      ),
    ),
  ])
