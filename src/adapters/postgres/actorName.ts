import { type RawBuilder, sql } from 'kysely'
import { tokenActor } from '../../core/apiToken.ts'

/** The name of who acts at the desk, by a column that names them: a reviewer's, or an API token's; null for others. */
export const actorName = (column: string): RawBuilder<string | null> => sql`coalesce(
  (select named.name from reviewer as named where named.id = ${sql.ref(column)}),
  (select named.name from api_token as named where ${tokenActor}::text || named.id = ${sql.ref(column)}))`
