import { type Kysely, sql } from 'kysely'

/**
 * The tables of the process. Columns of type bytea hold sealed (encrypted) values; columns that end in `_hash`
 * hold keyed hashes by which a sealed value can be found again (blind indexes).
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table service (
      name text primary key,
      value text not null
    );

    create table unit (
      id bigint generated always as identity primary key,
      full_name text not null,
      -- the name as search compares it: width, case, brackets, punctuation and script never decide
      name_key text not null,
      -- the name key's pairs of characters, each packed into one integer: works in every database locale
      bigrams integer[] not null,
      uscc text unique,
      kind text,
      region text,
      state text not null check (state in ('registered', 'underReview', 'turnedDown')),
      is_sample boolean not null default false,
      created_at timestamptz not null default now()
    );
    -- byte order, so that a prefix is a range in every locale
    create index unit_name_key on unit (name_key collate "C");
    create index unit_bigrams on unit using gin (bigrams);

    -- in how many names each pair of characters stands: near names are sought by the rarest
    create table unit_bigram (
      bigram integer primary key,
      units integer not null
    );

    create table account (
      id bigint generated always as identity primary key,
      unit_id bigint not null references unit (id),
      name text not null,
      holder_name bytea,
      holder_mobile bytea,
      password_hash text,
      must_change_password boolean not null default false,
      password_set_at timestamptz,
      -- a one-time password lets in once
      one_time_used_at timestamptz,
      unique (unit_id, name)
    );

    create table chat (
      id text primary key,
      channel text not null check (channel in ('telegram', 'web')),
      language text not null check (language in ('zh-CN', 'en')),
      state bytea not null,
      version integer not null,
      application_id uuid,
      updated_at timestamptz not null
    );

    create table chat_update (
      channel text not null,
      update_id text not null,
      seen_at timestamptz not null,
      primary key (channel, update_id)
    );
    create index chat_update_seen_at on chat_update (seen_at);

    -- the outbox, and for a chat that is read by page also its transcript
    create table message (
      id bigint generated always as identity primary key,
      chat_id text not null references chat (id) on delete cascade,
      direction text not null check (direction in ('in', 'out')),
      body bytea not null,
      state text not null check (state in ('pending', 'sent', 'refused')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null,
      created_at timestamptz not null
    );
    create index message_chat on message (chat_id, id);
    -- the head of a chat: nothing overtakes it
    create index message_head on message (chat_id, id) where state = 'pending';
    create index message_pending on message (next_attempt_at, id) where state = 'pending';

    create table application (
      id uuid primary key,
      unit_id bigint not null references unit (id),
      chat_id text references chat (id) on delete set null,
      account_id bigint references account (id),
      state text not null check (state in ('awaitingScans', 'submitted', 'inReview', 'scansRequested', 'approved',
        'delivered', 'undeliverable', 'rejected', 'withdrawn')),
      version integer not null,
      language text not null check (language in ('zh-CN', 'en')),
      -- null once erased
      "values" bytea,
      form bytea,
      form_number_hash text unique,
      id_number_hash text,
      mobile_hash text,
      composed_at timestamptz not null,
      submitted_at timestamptz,
      promised_at timestamptz,
      reviewer_id text,
      lease_until timestamptz,
      -- which scans the desk asked for again and why; a rejection's reason for the applicant
      requested bytea,
      decision_reason bytea,
      decided_at timestamptz
    );
    alter table chat add constraint chat_application foreign key (application_id) references application (id) on delete set null;
    create index application_queue on application (promised_at, id) where state = 'submitted';
    create index application_held on application (lease_until) where state = 'inReview';
    create index application_waiting on application (promised_at, id) where state in ('inReview', 'scansRequested', 'undeliverable');
    create index application_unit on application (unit_id);
    create index application_chat on application (chat_id);

    create table scan (
      id uuid primary key,
      application_id uuid not null references application (id) on delete cascade,
      kind text not null check (kind in ('form', 'idCard')),
      state text not null check (state in ('chosen', 'sent', 'replaced', 'cleared')),
      -- null once removed from the object store
      object_key text,
      sha256_hash text not null,
      bytes integer not null check (bytes between 1 and 1048576),
      width integer not null,
      height integer not null,
      warnings jsonb not null,
      created_at timestamptz not null,
      sent_at timestamptz
    );
    create unique index scan_chosen on scan (application_id, kind) where state = 'chosen';
    create unique index scan_sent on scan (application_id, kind) where state = 'sent';
    create index scan_to_remove on scan (id) where state = 'cleared' and object_key is not null;

    create table decision (
      id bigint generated always as identity primary key,
      application_id uuid not null references application (id) on delete cascade,
      reviewer_id text not null,
      kind text not null check (kind in ('approve', 'requestScans', 'reject')),
      detail bytea not null,
      decided_at timestamptz not null
    );
    create index decision_application on decision (application_id);

    create table credential (
      application_id uuid primary key references application (id) on delete cascade,
      account_id bigint not null references account (id),
      -- the one-time password between the reset and its delivery; null before and after
      secret bytea,
      state text not null check (state in ('made', 'sent', 'failed')),
      -- which delivery this is: the desk can ask for another after a failed one
      round integer not null,
      -- what is to be done next, and how often it was tried
      step text not null check (step in ('reset', 'sms', 'mail')),
      tries integer not null,
      sent_by text check (sent_by in ('sms', 'mail')),
      made_at timestamptz not null,
      sent_at timestamptz,
      check ((state = 'made') = (secret is not null))
    );

    -- limits on guessing (R6): how often a key was tried in its current window
    create table guess (
      key_hash text primary key,
      count integer not null,
      window_ends_at timestamptz not null
    );

    -- append-only; each row's hash covers the row and the hash before it (R16)
    create table audit (
      seq bigint primary key,
      at timestamptz not null,
      actor text not null,
      action text not null,
      application_id uuid,
      detail jsonb not null,
      hash text not null
    );
    create index audit_application on audit (application_id);
    create function refuse_change() returns trigger language plpgsql as $$
      begin raise exception '% is append-only', tg_table_name; end
    $$;
    create trigger audit_append_only before update or delete or truncate on audit
      for each statement execute function refuse_change();

    -- what a phone or mailbox would have received while no gateway is configured
    create table local_inbox (
      id bigint generated always as identity primary key,
      idempotency_key text not null unique,
      kind text not null check (kind in ('sms', 'mail')),
      recipient bytea not null,
      body bytea not null,
      created_at timestamptz not null
    );
  `.execute(db)
}
