import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { Client } from 'pg'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import { hashedAs, sealedIn } from '../../src/adapters/postgres/sealing.ts'
import type { ApplicationValues, ScanKind } from '../../src/core/application.ts'
import { formNumberFromRandom } from '../../src/core/formNumber.ts'
import type { Vault } from '../../src/core/ports.ts'

/** Applications that wait for a decision at any size: a desk's backlog does not grow with its archive. */
export const pending = 5_000

/** Applications of one unit, on average, and of the one that has the most. */
const perUnit = 20
const ofLargestUnit = 10_000
const atOnce = 500_000
/** Units whose applications wait, as many at any size; the largest is one of them. */
const unitsWaiting = 250
/** The share of five years whose retention time is not over: those are whole, the others erased. */
const shareWhole = 0.1
/** Whole applications for each person. */
const perPerson = 1.25

/** Bands of a likeness, of sixteen bits each. */
const bands = 16

/**
 * Stores applications of the last five years. Those of the last 180 days are whole: values, a form, two scans with
 * likenesses drawn from all there can be, a decision, hashes of a person who in one of five cases applied before; a
 * tenth of them, one in a hundred of all, awaits scans that were asked for again. Of the others is left what erasing
 * leaves, but for the empty rows of their scans. One unit has 10,000 (a tenth of all, where that is fewer).
 *
 * Each has one line of the audit log and not its eight or so, and what is sealed is noise of the length it has. Not
 * modelled: outcomes, messages, credentials and what jobs leave, which no step of the bench reads.
 *
 * Straight into the tables, without triggers, checks of references and, while there are many, indexes: those are built
 * afterwards.
 */
export const fillArchive = async (url: string, count: number, say: (line: string) => void): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set session_replication_role = replica; set synchronous_commit = off;
      set work_mem = '256MB'; set maintenance_work_mem = '512MB'`)
    const rebuild = count > atOnce ? await dropIndexes(client) : async () => undefined
    const units = Math.ceil(count / perUnit)
    await client.query(
      `with made as (
        insert into unit (full_name, name_key, bigrams, state)
        select '大学' || i, '大学' || i, '{}', 'registered' from generate_series(1, $1::int) as i
        returning id
      )
      insert into account (unit_id, name) select id, 'office' from made`,
      [units],
    )
    const everyOfLargest = Math.max(10, Math.floor(count / ofLargestUnit))
    const firstWhole = Math.floor(count * (1 - shareWhole))
    for (let begin = 0; begin < count; begin += atOnce) {
      const end = Math.min(count, begin + atOnce)
      await client.query(archived, [
        begin + 1,
        end,
        units,
        everyOfLargest,
        firstWhole,
        count,
        personsOf(count),
      ])
      say(`${end} of ${count} applications`)
    }
    await rebuild()
    for (const table of ['unit', 'account', 'application', 'form_revision', 'scan', 'decision', 'audit'])
      await client.query(`vacuum (analyze) ${table}`)
  } finally {
    await client.end()
  }
}

const personsOf = (count: number): number => Math.ceil((count * shareWhole) / perPerson)

/** As SQL below has it. */
const hashOfPerson = (what: 'id' | 'mobile', person: number): string =>
  createHash('sha256').update(`${what}${person}`).digest('base64url')

/** A picture's likeness from 32 bytes; as SQL below has it. */
const likenessFrom = (digest: Uint8Array): string[] =>
  Array.from({ length: bands }, (_, band) => {
    const value = (digest[band * 2] ?? 0) * 256 + (digest[band * 2 + 1] ?? 0)
    return createHash('md5').update(`${band}.${value}`).digest('hex').slice(0, 11)
  })

/** In the order of their ids, so that the primary key's index is written in order, and read in none. */
const archived = `
  with made as materialized (
    select gen_random_uuid() as id, i, i > $5::int as is_whole, i % $7::int as person,
      case when i % $4::int = 0 then 1 else 2 + i % ($3::int - 1) end as unit_id,
      now() - interval '3 days' - interval '1800 days' * (1 - i::float / $6::int) as at,
      case when i > $5::int and i % 10 = 5 then 'scansRequested' when i % 10 < 7 then 'delivered'
        when i % 10 < 9 then 'rejected' else 'withdrawn' end as state
    from generate_series($1::int, $2::int) as i order by 1
  ), stored as (
    insert into application (id, unit_id, state, version, language, revision, "values", id_number_hash, mobile_hash,
      submitted_at, promised_at, reviewer_id, asked_by, decided_at)
    select id, unit_id, state, 5, 'zh-CN', 1,
      case when is_whole then decode(repeat(md5(id::text), 20), 'hex') end,
      case when is_whole then translate(encode(sha256(('id' || person)::bytea), 'base64'), '+/=', '-_') end,
      case when is_whole then translate(encode(sha256(('mobile' || person)::bytea), 'base64'), '+/=', '-_') end,
      at, at + interval '1 day', 'reviewer ' || i % 30, case when state = 'scansRequested' then 'reviewer ' || i % 30 end,
      at + interval '5 hours'
    from made
  ), formed as (
    insert into form_revision (application_id, revision, unit_id, form, form_number_hash, composed_at)
    select id, 1, unit_id, decode(repeat(md5(id::text), 40), 'hex'), md5('f' || id) || md5(id::text), at
    from made where is_whole
  ), decided as (
    insert into decision (application_id, reviewer_id, state, kind, detail, decided_at)
    select id, 'reviewer ' || i % 30, 'applied',
      case state when 'delivered' then 'approve' when 'scansRequested' then 'requestScans' else 'reject' end,
      decode(repeat(md5(id::text), 12), 'hex'), at + interval '5 hours'
    from made where is_whole and state <> 'withdrawn'
  ), sent as (
    insert into scan (id, application_id, kind, state, object_key, sha256_hash, likeness, bytes, width, height, warnings,
      created_at, sent_at)
    select gen_random_uuid(), id, kind, 'sent', 'scan/' || id || kind, encode(digest, 'hex'),
      array(
        select left(md5(band || '.' || (get_byte(digest, band * 2) * 256 + get_byte(digest, band * 2 + 1))), 11)
        from generate_series(0, ${bands - 1}) as band
      ),
      800000, 1600, 1200, '[]', at, at
    from made, unnest('{form,idCard}'::text[]) as kind, sha256((id || kind)::bytea) as digest
    where is_whole
  )
  insert into audit (seq, at, actor, action, application_id, detail, hash)
  select i + (select coalesce(max(seq), 0) from audit) - $1::int + 1, at, 'reviewer ' || i % 30,
    case i % 3 when 0 then 'claimed' when 1 then 'opened' else 'approved' end, id, '{}', md5(i::text) || md5(id::text)
  from made`

/** Drops what can be built again; gives how. */
const dropIndexes = async (client: Client): Promise<() => Promise<void>> => {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = any ('{application,audit,scan}'::regclass[]) and not indisprimary`)
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return async () => {
    for (const { definition } of rows) await client.query(definition)
  }
}

/**
 * Stores `pending` applications that wait beside `archive` others, complete as the desk opens them: one in five is of a
 * person who applied before.
 */
export const fillQueue = async (
  db: Kysely<Database>,
  vault: Vault,
  { archive }: { readonly archive: number },
): Promise<void> => {
  const persons = personsOf(archive)
  const latest = await db
    .selectFrom('unit')
    .select('id')
    .orderBy('id', 'desc')
    .limit(unitsWaiting - 1)
    .execute()
  const largest = await db.selectFrom('unit').select('id').orderBy('id').limit(1).execute()
  const units = [...largest, ...latest]
  for (let missing = pending; missing > 0; missing -= units.length)
    await storePending(
      db,
      vault,
      persons,
      units.slice(0, missing).map(({ id }) => id),
    )
}

const storePending = async (
  db: Kysely<Database>,
  vault: Vault,
  persons: number,
  unitIds: readonly string[],
): Promise<void> => {
  const rows = await Promise.all(unitIds.map((unitId, index) => onePending(vault, persons, unitId, index)))
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

const onePending = async (vault: Vault, persons: number, unitId: string, index: number) => {
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
  const person = index % 5 === 0 ? Math.floor(Math.random() * persons) : undefined
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
      id_number_hash:
        person === undefined
          ? await vault.hash(hashedAs.idNumber, values.idNumber)
          : hashOfPerson('id', person),
      mobile_hash:
        person === undefined
          ? await vault.hash(hashedAs.mobile, values.mobile)
          : hashOfPerson('mobile', person),
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
      likeness: likenessFrom(randomBytes(bands * 2)),
      bytes: 800_000,
      width: 1_600,
      height: 1_200,
      warnings: '[]',
      created_at: submittedAt,
      sent_at: submittedAt,
    })),
  }
}
