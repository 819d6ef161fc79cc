import { type Kysely, sql } from 'kysely'

/** What the desk counts and compares costs as much as there is of it, and no more where the archive is large. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    -- one for each part of the queue, so that it is counted without a look at its rows
    create index application_scans_requested on application (promised_at, id) where state = 'scansRequested';
    create index application_undeliverable on application (promised_at, id) where state = 'undeliverable';
    drop index application_waiting;

    -- what the desk lists of a unit's others stands in the index: of an archive hardly any row is in memory
    drop index application_of_unit;
    create index application_of_unit on application (unit_id, submitted_at desc nulls last, id) include (state);

    -- Two neighbouring bands as one: sixteen bits of a band are those of many pictures by chance, thirty-two of hardly
    -- any. Whatever has more than eight of the sixteen bands in common has one of the eight pairs.
    create function likeness_pairs(likeness text[]) returns text[] language sql immutable parallel safe as $$
      select array[
        likeness[1] || likeness[2], likeness[3] || likeness[4], likeness[5] || likeness[6], likeness[7] || likeness[8],
        likeness[9] || likeness[10], likeness[11] || likeness[12], likeness[13] || likeness[14],
        likeness[15] || likeness[16]
      ]
    $$;
    drop index scan_alike;
    -- no list of what is still to be put in: each reading would go through all of it
    create index scan_alike on scan using gin (likeness_pairs(likeness)) with (fastupdate = off)
      where state in ('sent', 'replaced');
  `.execute(db)
}
