import { type Kysely, sql } from 'kysely'

/**
 * The reviewers' accounts, as better-auth 1.7 with its two-factor plugin makes them (its own column names kept),
 * and the index of what is open at the desk.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table reviewer (
      id text primary key,
      name text not null,
      email text not null unique,
      "emailVerified" boolean not null,
      image text,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null default current_timestamp,
      "twoFactorEnabled" boolean
    );

    create table reviewer_session (
      id text primary key,
      "expiresAt" timestamptz not null,
      token text not null unique,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null,
      "ipAddress" text,
      "userAgent" text,
      "userId" text not null references reviewer (id) on delete cascade
    );
    create index reviewer_session_user on reviewer_session ("userId");

    -- how a reviewer signs in; the password is a scrypt hash
    create table reviewer_login (
      id text primary key,
      "accountId" text not null,
      "providerId" text not null,
      "userId" text not null references reviewer (id) on delete cascade,
      "accessToken" text,
      "refreshToken" text,
      "idToken" text,
      "accessTokenExpiresAt" timestamptz,
      "refreshTokenExpiresAt" timestamptz,
      scope text,
      password text,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null
    );
    create index reviewer_login_user on reviewer_login ("userId");

    create table reviewer_verification (
      id text primary key,
      identifier text not null,
      value text not null,
      "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default current_timestamp,
      "updatedAt" timestamptz not null default current_timestamp
    );
    create index reviewer_verification_identifier on reviewer_verification (identifier);

    -- secret and backup codes are encrypted; one row a reviewer, also when two enrolments race
    create table reviewer_two_factor (
      id text primary key,
      secret text not null,
      "backupCodes" text not null,
      "userId" text not null unique references reviewer (id) on delete cascade,
      verified boolean,
      "failedVerificationCount" integer,
      "lockedUntil" timestamptz
    );

    -- the queue as the desk lists it: what waits for a decision, held or not
    create index application_open on application (promised_at, id) where state in ('submitted', 'inReview');
  `.execute(db)
}
