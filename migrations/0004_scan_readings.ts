import { type Kysely, sql } from 'kysely'

/**
 * What was read from a scan, the copies that are stored beside it, and by what the same picture is known again in
 * another application.
 *
 * Scans of before were never read, have no copies and no likeness. Whoever had chosen one that was warned about had
 * been told that it may be sent, and may still send it.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table scan
      -- what the machine read; null where nothing was read, and once the scan is cleared
      add column reading bytea,
      -- keys of objects by the copy's name, as JSON; removed with the scan's own
      add column copies jsonb not null default '{}',
      -- which picture in a row of its kind this is that was warned about, from 1
      add column tries integer not null default 0,
      -- keyed hashes of the parts of a perceptual hash: like pictures have many of them in common
      add column likeness text[],
      -- null once cleared, as the picture is gone then
      alter column sha256_hash drop not null;
    update scan set tries = 2 where state = 'chosen' and warnings <> '[]';
    update scan set tries = 1 where state <> 'chosen' and warnings <> '[]';
    update scan set sha256_hash = null where state = 'cleared';

    create index scan_same on scan (sha256_hash) where state in ('sent', 'replaced');
    create index scan_alike on scan using gin (likeness) where state in ('sent', 'replaced');
  `.execute(db)
}
