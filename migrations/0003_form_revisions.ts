import { type Kysely, sql } from 'kysely'

/**
 * An application may have several forms, one after the other: a correction makes a new one, and the number of the one
 * before stays known as superseded. Forms of before are not moved, as what seals them names their place: an
 * application composed by then has none any more, like one that was erased.
 *
 * And the uploads of the web chat, each noted before its object is put, so that none is left behind.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    -- the form that is valid now
    alter table application add column revision integer not null default 1;
    alter table application alter column revision drop default;
    alter table application drop column form, drop column form_number_hash, drop column composed_at;

    create table form_revision (
      application_id uuid not null references application (id) on delete cascade,
      revision integer not null check (revision > 0),
      unit_id bigint not null references unit (id),
      form bytea not null,
      form_number_hash text not null unique,
      -- of the PDF, in hexadecimal, once it was composed
      sha256 text,
      composed_at timestamptz not null,
      primary key (application_id, revision)
    );

    create table upload (
      key text primary key,
      created_at timestamptz not null
    );
    create index upload_created_at on upload (created_at);
    create index guess_window_ends_at on guess (window_ends_at);
  `.execute(db)
}
