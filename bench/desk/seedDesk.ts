import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { Client } from 'pg'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import { hashedAs, sealedIn } from '../../src/adapters/postgres/sealing.ts'
import type { ApplicationValues, ScanKind } from '../../src/core/application.ts'
import { formNumberFromRandom } from '../../src/core/formNumber.ts'
import type { Vault } from '../../src/core/ports.ts'

/** Applications that wait for a decision at any size: a desk's backlog does not grow with its archive. */
export const pending = 5_000

/** Applications of one unit, on average. */
const perUnit = 20
const atOnce = 500_000
/** Units whose applications wait, as many at any size. */
const unitsWaiting = 250

/**
 * Stores applications that have ended, over five years, each with a line of the audit log. Straight into
 * the tables, without triggers, checks of references and, while there are many, indexes: those are built afterwards.
 */
export const fillArchive = async (url: string, count: number, say: (line: string) => void): Promise<void> => {
  const units = Math.ceil(count / perUnit)
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set session_replication_role = replica; set synchronous_commit = off;
      set work_mem = '256MB'; set maintenance_work_mem = '512MB'`)
    const rebuild = count > atOnce ? await dropIndexes(client) : async () => undefined
    await client.query(
      `with made as (
        insert into unit (full_name, name_key, bigrams, state)
        select '大学' || i, '大学' || i, '{}', 'registered' from generate_series(1, $1::int) as i
        returning id
      )
      insert into account (unit_id, name) select id, 'office' from made`,
      [units],
    )
    for (let begin = 0; begin < count; begin += atOnce) {
      const end = Math.min(count, begin + atOnce)
      await client.query(ended, [begin + 1, end, units])
      say(`${end} of ${count} applications`)
    }
    await rebuild()
    for (const table of ['unit', 'account', 'application', 'audit'])
      await client.query(`vacuum (analyze) ${table}`)
  } finally {
    await client.end()
  }
}

/** In the order of their ids, so that the primary key's index is written in order, and read in none. */
const ended = `
  with made as (
    select gen_random_uuid() as id, i, now() - random() * interval '1800 days' - interval '3 days' as at
    from generate_series($1::int, $2::int) as i order by 1
  ), stored as (
    insert into application (id, unit_id, state, version, language, revision, id_number_hash, mobile_hash,
      submitted_at, promised_at, reviewer_id, decided_at)
    select id, 1 + i % $3::int, case when i % 10 < 7 then 'delivered' when i % 10 < 9 then 'rejected' else 'withdrawn' end,
      5, 'zh-CN', 1, translate(encode(sha256(id::text::bytea), 'base64'), '+/=', '-_'),
      translate(encode(sha256(('m' || id)::bytea), 'base64'), '+/=', '-_'),
      at, at + interval '1 day', 'reviewer ' || i % 30, at + interval '5 hours'
    from made
  )
  insert into audit (seq, at, actor, action, application_id, detail, hash)
  select i + (select coalesce(max(seq), 0) from audit) - $1::int + 1, at, 'reviewer ' || i % 30,
    case i % 3 when 0 then 'claimed' when 1 then 'opened' else 'approved' end, id, '{}', md5(i::text) || md5(id::text)
  from made`

/** Drops what can be built again; gives how. */
const dropIndexes = async (client: Client): Promise<() => Promise<void>> => {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = any ('{application,audit}'::regclass[]) and not indisprimary`)
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return async () => {
    for (const { definition } of rows) await client.query(definition)
  }
}

/** Stores `pending` applications that wait, complete as the desk opens them. */
export const fillQueue = async (db: Kysely<Database>, vault: Vault): Promise<void> => {
  const units = await db.selectFrom('unit').select('id').orderBy('id', 'desc').limit(unitsWaiting).execute()
  for (let missing = pending; missing > 0; missing -= units.length)
    await storePending(
      db,
      vault,
      units.slice(0, missing).map(({ id }) => id),
    )
}

const storePending = async (
  db: Kysely<Database>,
  vault: Vault,
  unitIds: readonly string[],
): Promise<void> => {
  const rows = await Promise.all(unitIds.map((unitId) => onePending(vault, unitId)))
  await db
    .insertInto('application')
    .values(rows.map(({ application }) => application))
    .execute()
  await db
    .insertInto('form_revision')
    .values(rows.map(({ form }) => form))
    .execute()
  await db
    .insertInto('scan')
    .values(rows.flatMap(({ scans }) => scans))
    .execute()
}

const onePending = async (vault: Vault, unitId: string) => {
  const id = randomUUID()
  const text = (characters: number): string => randomUUID().repeat(2).slice(0, characters)
  const number = String(Math.floor(Math.random() * 1e8)).padStart(8, '0')
  const values: ApplicationValues = {
    applicantName: '欧阳思远',
    idType: 'idCard',
    idNumber: `1101051949123${number.slice(0, 5)}`,
    mobile: `+86138${number}`,
    email: `${text(8)}@example.org`,
    reason: 'forgotten',
  }
  const formNumber = formNumberFromRandom(crypto.getRandomValues(new Uint8Array(16)))
  const submittedAt = new Date(Date.now() - Math.random() * 86_400_000)
  const form = { unitName: '大学', values, formNumber, link: 'https://example.org/' }
  return {
    application: {
      id,
      unit_id: unitId,
      state: 'submitted' as const,
      version: 2,
      language: 'zh-CN' as const,
      revision: 1,
      values: await vault.seal(JSON.stringify(values), sealedIn.applicationValues(id)),
      id_number_hash: await vault.hash(hashedAs.idNumber, values.idNumber),
      mobile_hash: await vault.hash(hashedAs.mobile, values.mobile),
      submitted_at: submittedAt,
      promised_at: new Date(submittedAt.getTime() + 86_400_000),
    },
    form: {
      application_id: id,
      revision: 1,
      unit_id: unitId,
      form: await vault.seal(JSON.stringify(form), sealedIn.revisionForm(id, 1)),
      form_number_hash: await vault.hash(hashedAs.formNumber, formNumber),
      composed_at: submittedAt,
    },
    scans: (['form', 'idCard'] as const satisfies readonly ScanKind[]).map((kind) => ({
      id: randomUUID(),
      application_id: id,
      kind,
      state: 'sent' as const,
      object_key: text(40),
      sha256_hash: text(43),
      likeness: Array.from({ length: 16 }, () => text(11)),
      bytes: 800_000,
      width: 1_600,
      height: 1_200,
      warnings: '[]',
      created_at: submittedAt,
      sent_at: submittedAt,
    })),
  }
}
