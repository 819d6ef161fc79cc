import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { credentialStore } from '../../../src/adapters/postgres/credentials.ts'
import { localGateway } from '../../../src/adapters/postgres/localGateway.ts'
import { approve, compose, type Fixture, openFixture, reviseEffect, take, values } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

interface Column {
  readonly table: string
  readonly column: string
  readonly isBytes: boolean
}

const everyColumn = async (): Promise<readonly Column[]> => {
  const { rows } = await sql<Column>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as table, quote_ident(column_name) as column,
      data_type = 'bytea' as "isBytes"
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema in ('public', 'pgboss')`.execute(fixture.db)
  return rows
}

/** The columns in which any of the texts stands in the clear. */
const columnsWith = async (...texts: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = []
  for (const { table, column, isBytes } of await everyColumn()) {
    const value = isBytes ? column : `convert_to(${column}::text, 'UTF8')`
    const { rows } = await sql
      .raw<{ value: Uint8Array | null }>(`select ${value} as value from ${table}`)
      .execute(fixture.db)
    if (rows.some(({ value }) => value && texts.some((text) => Buffer.from(value).includes(text))))
      found.push(`${table}.${column}`)
  }
  return found
}

it('shows nothing personal in any column of any table, after a whole process', async () => {
  const chatId = `web:${randomUUID()}`
  await take(fixture, chatId, {
    state: { step: 'review', answers: values },
    messages: [{ type: 'text', text: JSON.stringify(values) }],
    echo: { text: JSON.stringify(values) },
  })
  const { applicationId, formNumber, link } = await compose(fixture, chatId)
  const revised = reviseEffect(fixture, { mobile: '+8613900139066', applicantName: '诸葛朗月' })
  await take(fixture, chatId, { effects: [revised] })
  const message = { type: 'text' as const, text: JSON.stringify(values) }
  await take(fixture, `telegram:${randomUUID()}`, {
    messages: [message],
    state: { answers: values },
    effects: [
      { type: 'follow', applicationId },
      { type: 'countGuess', formNumber },
    ],
  })
  const password = 'one-time-7x9'
  const store = credentialStore(fixture.db, fixture.vault)
  await store.begin(await approve(fixture, chatId), fixture.host.now(), () => password)
  const delivered = await approve(fixture, chatId)
  const delivery = await store.begin(delivered, fixture.host.now(), () => password)
  if (delivery) await store.complete(delivery, 'mail', fixture.host.now())
  const gateway = localGateway(fixture.db, fixture.vault, fixture.host)
  await gateway.sendSms({ idempotencyKey: 'k', to: values.mobile, text: password })

  const { idType: _, reason: __, ...personal } = values
  const secrets = [
    ...Object.values(personal),
    values.mobile.slice(3),
    formNumber,
    link,
    revised.formNumber,
    revised.link,
    revised.values.mobile.slice(3),
    revised.values.applicantName,
    password,
    '+8613800138067',
  ]
  expect(await columnsWith(...secrets)).toEqual([])
})

it('would show it in text, JSON and bytes', async () => {
  expect(await columnsWith(fixture.unit.name)).toEqual(['public.unit.full_name'])
  await sql`insert into audit values (99, now(), 'service', 'x', null, '{"name": "诸葛明月"}', 'x')`.execute(
    fixture.db,
  )
  await sql`insert into account (unit_id, name, holder_name)
    values (${fixture.unit.id}, 'plain', convert_to('诸葛明月', 'UTF8'))`.execute(fixture.db)
  expect((await columnsWith('诸葛明月')).toSorted()).toEqual([
    'public.account.holder_name',
    'public.audit.detail',
  ])
})
