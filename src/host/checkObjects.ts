import type { Kysely } from 'kysely'
import type { Database } from '../adapters/postgres/schema.ts'
import { Fault } from '../core/fault.ts'
import type { ObjectStore } from '../core/ports.ts'

/**
 * Whether the objects are those that the database names. Jobs on others would put scans where no desk finds them. Throws
 * a Fault `alert` when a scan that waits for the desk is not among them.
 */
export const checkObjects = async (db: Kysely<Database>, objects: ObjectStore): Promise<void> => {
  const waiting = await waitingObject(db)
  if (waiting === undefined || (await objects.find(waiting)) !== undefined) return
  // Decided and erased meanwhile, it is rightly gone.
  if ((await waitingObject(db)) !== waiting) return checkObjects(db, objects)
  throw new Fault(
    'alert',
    'A scan that waits for the desk is not among the objects: set OBJECTS_URL, or mount DATA_DIR, as the service has them.',
  )
}

/** Of the application that is due first: an index has those alone that wait. */
const waitingObject = async (db: Kysely<Database>): Promise<string | undefined> => {
  const scan = await db
    .selectFrom('application')
    .innerJoin('scan', 'scan.application_id', 'application.id')
    .select('scan.object_key')
    .where('application.state', '=', 'submitted')
    .where('scan.state', '=', 'sent')
    .orderBy('application.promised_at')
    .orderBy('application.id')
    .limit(1)
    .executeTakeFirst()
  return scan?.object_key ?? undefined
}
