import { type Kysely, sql } from 'kysely'

/**
 * What the desk needs beyond holding and deciding: roles and the ways to sign in, decisions that can be undone until
 * they take effect, four eyes, figures that outlive the personal data, access for other programs, and signed webhooks.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table reviewer
      add column role text not null default 'reviewer'
        check (role in ('reviewer', 'supervisor', 'auditor', 'administrator')),
      -- may not sign in from then on
      add column disabled_at timestamptz,
      add column has_shortcuts boolean not null default true;

    create table reviewer_passkey (
      -- base64url, as the authenticator gave it
      credential_id text primary key,
      reviewer_id text not null references reviewer (id) on delete cascade,
      name text not null,
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null,
      created_at timestamptz not null,
      last_used_at timestamptz
    );
    create index reviewer_passkey_reviewer on reviewer_passkey (reviewer_id);

    -- what a browser is asked to sign; good for once
    create table passkey_challenge (
      challenge_hash text primary key,
      -- null when signing in: who it is shows by the answer
      reviewer_id text references reviewer (id) on delete cascade,
      expires_at timestamptz not null
    );

    -- a one-time link: to join, or to set password and second factor anew
    create table reviewer_invitation (
      token_hash text primary key,
      purpose text not null check (purpose in ('join', 'reset')),
      email text not null,
      name text not null,
      role text not null check (role in ('reviewer', 'supervisor', 'auditor', 'administrator')),
      invited_by text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null
    );
    create unique index reviewer_invitation_email on reviewer_invitation (email);

    -- wrong sign-ins in a row; each makes the next wait longer
    create table sign_in_failure (
      key_hash text primary key,
      failures integer not null,
      retry_at timestamptz not null,
      forgotten_at timestamptz not null
    );

    -- which approvals wait for a second reviewer; all off at first, as one reviewer alone could approve nothing
    create table four_eyes_rule (
      rule text primary key check (rule in ('personnelChange', 'mobileNotOnRecord', 'firstRecovery', 'pictureSeenBefore')),
      is_on boolean not null
    );
    insert into four_eyes_rule values ('personnelChange', false), ('mobileNotOnRecord', false),
      ('firstRecovery', false), ('pictureSeenBefore', false);

    alter table application
      drop constraint application_state_check,
      add constraint application_state_check check (state in ('awaitingScans', 'submitted', 'inReview', 'decided',
        'scansRequested', 'approved', 'delivered', 'undeliverable', 'rejected', 'withdrawn')),
      -- who asked for a scan again: it comes back to them first
      add column asked_by text,
      -- what was left of the promise when it was paused, in milliseconds; less than nothing when it was missed
      add column promise_left bigint,
      -- where four eyes are needed: who approved first, and which account
      add column first_approver text,
      add column first_account_id bigint references account (id);
    create index application_returned on application (asked_by, promised_at, id)
      where state = 'submitted' and asked_by is not null;
    create index application_id_number on application (id_number_hash) where id_number_hash is not null;
    create index application_mobile on application (mobile_hash) where mobile_hash is not null;

    -- one that is pending takes effect at its time, unless it is undone before
    alter table decision
      add column state text not null default 'applied' check (state in ('pending', 'applied', 'undone', 'dropped')),
      add column takes_effect_at timestamptz,
      add column checklist jsonb not null default '{}';
    alter table decision alter column state drop default;
    create unique index decision_pending on decision (application_id) where state = 'pending';

    -- what figures are drawn from: nothing personal, so it stays when an application is erased
    create table outcome (
      decision_id bigint primary key,
      application_id uuid not null,
      reviewer_id text not null,
      kind text not null check (kind in ('approve', 'requestScans', 'reject')),
      -- ids of the catalogue
      reasons text[] not null,
      scans text[] not null,
      submitted_at timestamptz not null,
      promised_at timestamptz not null,
      decided_at timestamptz not null,
      -- nothing had been asked for again before
      is_first_try boolean not null
    );
    create index outcome_decided_at on outcome (decided_at);
    insert into outcome
      select decision.id, application_id, decision.reviewer_id, kind, '{}', '{}', application.submitted_at,
        application.promised_at, decision.decided_at, not exists (
          select from decision as before where before.application_id = decision.application_id
            and before.id < decision.id and before.kind = 'requestScans')
      from decision join application on application.id = application_id
      where application.submitted_at is not null and application.promised_at is not null;

    -- the log's filters
    create index audit_at on audit (at);
    create index audit_action on audit (action, seq);
    create index audit_actor on audit (actor, seq);

    create table api_token (
      id uuid primary key,
      name text not null,
      token_hash text not null unique,
      scopes text[] not null,
      created_by text not null,
      created_at timestamptz not null,
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz
    );

    -- answers to requests with an idempotency key, for a repeat
    create table api_answer (
      token_id uuid not null references api_token (id) on delete cascade,
      idempotency_key text not null,
      request_hash text not null,
      -- null while the request is being worked on
      status integer,
      body jsonb,
      created_at timestamptz not null,
      primary key (token_id, idempotency_key)
    );
    create index api_answer_created_at on api_answer (created_at);

    create table webhook (
      id uuid primary key,
      url text not null,
      secret bytea not null,
      -- after a rotation both sign until then
      previous_secret bytea,
      previous_until timestamptz,
      is_on boolean not null,
      created_by text not null,
      created_at timestamptz not null
    );

    create table webhook_event (
      id uuid primary key,
      application_id uuid not null,
      state text not null,
      at timestamptz not null
    );
    create index webhook_event_at on webhook_event (at);

    create table webhook_delivery (
      event_id uuid not null references webhook_event (id) on delete cascade,
      webhook_id uuid not null references webhook (id) on delete cascade,
      state text not null check (state in ('pending', 'delivered', 'failed')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null,
      -- of the last answer; null when there was none
      last_status integer,
      primary key (event_id, webhook_id)
    );
    create index webhook_delivery_pending on webhook_delivery (next_attempt_at) where state = 'pending';
    create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at) where state = 'pending';

    -- here rather than in each place that moves an application, so that no change is missed
    create function note_state_change() returns trigger language plpgsql as $$
      declare event uuid;
      begin
        if exists (select from webhook where is_on) then
          event := gen_random_uuid();
          insert into webhook_event values (event, new.id, new.state, now());
          insert into webhook_delivery (event_id, webhook_id, state, next_attempt_at)
            select event, id, 'pending', now() from webhook where is_on;
        end if;
        return null;
      end
    $$;
    create trigger application_state_changed after update of state on application
      for each row when (old.state is distinct from new.state) execute function note_state_change();
    create trigger application_made after insert on application for each row execute function note_state_change();
  `.execute(db)
}
