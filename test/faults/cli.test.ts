import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { keepAuditHead } from '../../src/adapters/postgres/auditHead.ts'
import { openDatabase } from '../../src/adapters/postgres/database.ts'
import { readConfig } from '../../src/host/config.ts'
import { openStores } from '../../src/host/openStores.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { testDatabase } from '../support/testDatabase.ts'

const database = await testDatabase()
const folder = await temporaryFolder()
afterAll(async () => {
  await folder.remove()
  await database.drop()
})

const sealpass = async (...words: readonly string[]) => {
  const child = spawn(process.execPath, ['dist/cli.js', ...words], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, DATA_DIR: folder.path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ])
  return { said, complaint, code }
}

test('shows its usage when asked, and with a failure when it does not understand', async () => {
  for (const words of [[], ['help'], ['--help'], ['-h']])
    expect(await sealpass(...words)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Usage/u) as string,
    })
  for (const words of [
    ['nonsense'],
    ['import', 'units'],
    ['reviewer', 'add', 'a@b.cn'],
    ['form', 'describe', '--json'],
    ['--nonsense'],
  ])
    expect(await sealpass(...words)).toMatchObject({
      code: 2,
      said: expect.stringMatching(/^Usage/u) as string,
    })
})

test('makes a reviewer only of an e-mail address and a name, and only once', async () => {
  expect(await sealpass('reviewer', 'add', 'zhang', '张')).toMatchObject({
    code: 1,
    complaint: 'EMAIL is not an e-mail address, as zhang@example.cn is.\n',
  })
  expect(await sealpass('reviewer', 'add', 'zhang@example.cn', ' ')).toMatchObject({ code: 1 })
  const added = await sealpass('reviewer', 'add', 'Zhang@example.cn', '张')
  expect(added).toMatchObject({ code: 0, said: expect.stringMatching(/Password.*: \S{20}/u) as string })
  expect(await sealpass('reviewer', 'add', 'zhang@example.cn', '张')).toMatchObject({ code: 1 })
})

test('makes the first administrator, lists who there is, and makes a link to reset one', async () => {
  expect(await sealpass('reviewer', 'add', 'chief@example.cn', '长', 'king')).toMatchObject({
    code: 1,
    complaint: 'ROLE is one of reviewer, supervisor, auditor, administrator.\n',
  })
  expect(await sealpass('reviewer', 'add', 'chief@example.cn', '长', 'administrator')).toMatchObject({
    code: 0,
  })
  expect((await sealpass('reviewer', 'list')).said).toContain(
    'administrator\tnot enrolled\tchief@example.cn\t长\tnever\n',
  )
  expect(await sealpass('reviewer', 'reset', 'Chief@example.cn')).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^Link .*: http:\/\/127\.0\.0\.1:8080\/desk\/join#[\w-]{32}\n$/u) as string,
  })
  expect(await sealpass('reviewer', 'reset', 'nobody@example.cn')).toMatchObject({
    code: 1,
    complaint: 'There is no reviewer with this e-mail address.\n',
  })
})

test('imports a file once, reports refused rows beside it, and refuses a file in another encoding', async () => {
  const file = join(folder.path, 'units.csv')
  await writeFile(file, '\uFEFF单位全称,统一社会信用代码\r\n某某大学,\r\n又一大学,123\r\n')
  expect(await sealpass('import', 'units', file)).toMatchObject({
    code: 1,
    said: expect.stringContaining('1 rows read: 1 new units') as string,
  })
  expect(await readFile(`${file}.refused.csv`, 'utf8')).toMatch(/^line,reason\n3,the USCC/u)
  expect((await sealpass('import', 'units', file)).said).toContain('1 rows read: 0 new units')
  await writeFile(file, Buffer.concat([Buffer.from('fullName\n'), Buffer.from('c7e5bbaab4f3d1a7', 'hex')]))
  const refused = await sealpass('import', 'units', file)
  expect(refused).toMatchObject({ code: 1, complaint: expect.stringMatching(/not in UTF-8/u) as string })
})

test('exports the audit log, and finds a line of it that was changed', async () => {
  expect(await sealpass('audit', 'verify')).toMatchObject({
    code: 0,
    complaint: '',
    said: expect.stringContaining('No note was found outside the database to compare with') as string,
  })
  const file = join(folder.path, 'audit.jsonl')
  expect(await sealpass('audit', 'export', file)).toMatchObject({ code: 0 })
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ action: 'auditExported', actor: 'operator' })
  const db = openDatabase(database.url)
  await sql`alter table audit disable trigger audit_append_only`.execute(db)
  await sql`update audit set actor = 'another' where seq = ${lines.length}`.execute(db)
  const changed = await sealpass('audit', 'verify')
  expect(changed).toMatchObject({
    code: 1,
    complaint: expect.stringContaining(`Line ${lines.length} was changed`) as string,
  })
  await sql`update audit set actor = 'operator' where seq = ${lines.length}`.execute(db)
  await sql`alter table audit enable trigger audit_append_only`.execute(db)
  const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: folder.path })
  const stores = await openStores(config, { say: () => undefined, report: () => undefined })
  await keepAuditHead(stores.db, stores.objects, new Date('2026-11-24T01:30:00Z'))
  await stores.close()
  expect(await sealpass('audit', 'verify')).toMatchObject({
    code: 0,
    complaint: '',
    said: expect.stringContaining(
      `Compared with the note at line ${lines.length} of 2026-11-24T01:30:00.000Z.`,
    ) as string,
  })
  await db.destroy()
})

test('looks at the deployment, for people and for scripts, and fails when something is at fault', async () => {
  await sealpass('reviewer', 'add', 'li@example.cn', '李')
  const sound = await sealpass('doctor')
  expect(sound).toMatchObject({ code: 0, complaint: '' })
  expect(sound.said).toMatch(/^ok {7}configuration /u)
  const file = join(folder.path, 'keys', 'master.key')
  await writeFile(file, `${Buffer.alloc(32, 7).toString('base64')}\n`)
  const faulty = await sealpass('doctor', '--json')
  expect(faulty.code).toBe(1)
  const findings = faulty.said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { check: string; verdict: string })
  expect(findings.filter(({ verdict }) => verdict === 'fault')).toMatchObject([{ check: 'key' }])
})

test('sets no webhook without a bot', async () => {
  expect(await sealpass('webhook', 'set')).toMatchObject({
    code: 1,
    complaint: expect.stringMatching(/^A webhook needs TELEGRAM_BOT_TOKEN/u) as string,
  })
})
