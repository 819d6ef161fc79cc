import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { sealedObjects } from '../../src/adapters/keys/sealedObjects.ts'
import { deriveSecret } from '../../src/adapters/keys/vault.ts'
import { readFormFonts } from '../../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../../src/adapters/pdf/formComposer.ts'
import { appendAudit } from '../../src/adapters/postgres/audit.ts'
import { findAuditHead } from '../../src/adapters/postgres/auditHead.ts'
import { openDatabase } from '../../src/adapters/postgres/database.ts'
import { forms } from '../../src/adapters/postgres/forms.ts'
import { enqueue } from '../../src/adapters/postgres/jobs.ts'
import { r2Objects } from '../../src/adapters/r2/r2Objects.ts'
import { remoteObjects } from '../../src/adapters/r2/remoteObjects.ts'
import { formLayout, type FormLayout } from '../../src/core/formLayout.ts'
import { examine } from '../../src/host/doctor.ts'
import type { Finding } from '../../src/host/doctor/finding.ts'
import { nodeHost } from '../../src/host/nodeHost.ts'
import { migrationsFolder } from '../../src/host/openStores.ts'
import { secretPurposes } from '../../src/host/secretPurposes.ts'
import { describeObjectStore } from '../contracts/objectStore.ts'
import type { TestUser } from '../support/botApi.ts'
import { isForbiddenOnWorkers, reachedBy } from '../support/reachedBy.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { testDatabase } from '../support/testDatabase.ts'
import { composeApplication } from './composeApplication.ts'
import { deploy, faultsIn } from './deployment.ts'
import { type RunningWorker, startWorker } from './underTest.ts'

const slow = { timeout: 20_000 }

const deployment = await deploy()
const { api, bundle, db, vault, connections } = deployment
let worker: RunningWorker

beforeAll(async () => {
  worker = await deployment.start()
  await deployment.setWebhook(worker)
})
afterAll(deployment.close)

const chatOf = async (user: TestUser) =>
  db.selectFrom('chat').select('version').where('id', '=', `telegram:${user.id}`).executeTakeFirst()

test('the bundle fits the platform’s limit and starts in workerd', async () => {
  expect(bundle.gzipBytes).toBeLessThan(3 * 1024 * 1024)
  const health = await fetch(`${worker.url}/healthz`)
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }])
  const ready = await fetch(`${worker.url}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
})

test.each([
  ['without its key', '', 'MASTER_KEY and PUBLIC_URL are required'],
  ['with another key than the database’s', 'B'.repeat(43) + '=', 'not the one this database was sealed with'],
])('%s it answers 503 to all but its health, and its log says why', async (_what, key, reason) => {
  const chats = async () => db.selectFrom('chat').select('id').orderBy('id').execute()
  const before = await chats()
  const keyless = await startWorker(bundle, {
    databaseUrl: deployment.databaseUrl,
    vars: { PUBLIC_URL: 'https://recover.example' },
    secrets: { MASTER_KEY: key },
  })
  try {
    const answer = await fetch(keyless.url)
    expect([answer.status, await answer.text()]).toEqual([503, 'Sealpass does not start; the log says why.'])
    await expect.poll(keyless.log).toContain(reason)
    for (const path of ['/telegram/webhook', '/chat', '/desk'])
      expect((await fetch(`${keyless.url}${path}`, { method: 'POST' })).status).toBe(503)
    const ready = await fetch(`${keyless.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'notReady', failing: ['configuration'] },
    ])
    expect((await fetch(`${keyless.url}/healthz`)).status).toBe(200)
    expect(await chats()).toEqual(before)
  } finally {
    await keyless.close()
  }
})

test('a database that does not answer is told as what is not ready', async () => {
  const alone = await startWorker(bundle, {
    databaseUrl: 'postgres://nobody:nothing@127.0.0.1:1/none',
    vars: { PUBLIC_URL: 'https://recover.example' },
    secrets: { MASTER_KEY: Buffer.from(deployment.masterKey).toString('base64') },
  })
  try {
    const ready = await fetch(`${alone.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'notReady', failing: ['database'] }])
  } finally {
    await alone.close()
  }
})

/** A Worker on a database of its own that it has found to be right, and with which anything may be done then. */
const startElsewhere = async () => {
  const database = await testDatabase()
  const elsewhere = await startWorker(bundle, {
    databaseUrl: database.url,
    vars: { PUBLIC_URL: 'https://recover.example' },
    secrets: { MASTER_KEY: Buffer.from(deployment.masterKey).toString('base64') },
    retriesAtOnce: true,
  })
  onTestFinished(elsewhere.close)
  return { database, elsewhere }
}
const readiness = async ({ url }: RunningWorker): Promise<readonly unknown[]> => {
  const ready = await fetch(`${url}/readyz`)
  return [ready.status, await ready.json()]
}
const databaseFails = [503, { status: 'notReady', failing: ['database'] }]

test('a database that goes away later is told so too; crons fail, and what wakes a consumer comes again', async () => {
  const { database, elsewhere } = await startElsewhere()
  expect(await readiness(elsewhere)).toEqual([200, { status: 'ready' }])
  expect(await elsewhere.scheduled()).toMatchObject({ outcome: 'ok' })
  await database.drop()
  expect(await readiness(elsewhere)).toEqual(databaseFails)
  for (const cron of ['* * * * *', '*/10 * * * *'])
    expect(await elsewhere.scheduled(cron)).toMatchObject({ outcome: 'exception' })

  await (await elsewhere.bindings()).JOBS.send({}, { delaySeconds: 0 })
  const failures = () => elsewhere.log().split('what is due could not be worked off').length - 1
  await expect.poll(failures, slow).toBe(2)
})

test('a database that is newer than the Worker is left alone, and the log says what to do', async () => {
  const { database, elsewhere } = await startElsewhere()
  const other = openDatabase(database.url, { maxConnections: 1 })
  await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '')`.execute(other)
  expect((await fetch(elsewhere.url)).status).toBe(503)
  expect(await readiness(elsewhere)).toEqual(databaseFails)
  expect(elsewhere.log()).toContain('9999_later, which this version does not know. Deploy')
  await sql`delete from kysely_migration where name = '9999_later'`.execute(other)
  expect(await readiness(elsewhere)).toEqual([200, { status: 'ready' }])
  await other.destroy()
  await elsewhere.close()
  await database.drop()
})

test('a form of the operator’s own lies in the bucket; missing or faulty it lets nobody in', async () => {
  const key = 'form/layout.json'
  const own = await startWorker(bundle, {
    databaseUrl: deployment.databaseUrl,
    vars: { PUBLIC_URL: 'https://recover.example', FORM_LAYOUT: key },
    secrets: { MASTER_KEY: Buffer.from(deployment.masterKey).toString('base64') },
  })
  try {
    const { SCANS } = await own.bindings()
    const refusedFor = async (reason: string): Promise<void> => {
      expect((await fetch(own.url)).status).toBe(503)
      await expect.poll(own.log).toContain(reason)
    }
    const describe = async (changes: object): Promise<FormLayout> => {
      const layout: FormLayout = { ...formLayout, ...changes }
      await SCANS.put(key, new TextEncoder().encode(JSON.stringify(layout)))
      return layout
    }
    await refusedFor('FORM_LAYOUT names no object of the bucket')
    await describe({ title: '\u{30000}' })
    await refusedFor('has characters that no font has')
    const layout = await describe({ issuer: '某某数据平台' })

    const { applicationId, fetchForm } = await composeApplication(db, vault)
    const served = await fetchForm(own.url)
    expect(served.status).toBe(200)
    const content = await forms(db, vault).find(applicationId)
    if (!content) throw new Error('the application has no form')
    const composed = await formComposer(await readFormFonts(), layout).compose(content)
    expect(Buffer.from(await served.arrayBuffer()).equals(composed)).toBe(true)
  } finally {
    await own.close()
  }
})

test('an update with a wrong secret is refused and leaves nothing behind', async () => {
  const stored = async () =>
    db
      .selectFrom(['chat_update'])
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
  const before = await stored()
  const id = 990_001
  const post = async (headers: Record<string, string>) =>
    fetch(`${worker.url}/telegram/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        update_id: 1,
        message: { message_id: 1, date: 0, text: '/start', chat: { id, type: 'private' }, from: { id } },
      }),
    })
  expect((await post({ 'x-telegram-bot-api-secret-token': 'another-secret' })).status).toBe(401)
  expect((await post({})).status).toBe(401)
  expect(await stored()).toEqual(before)
  expect(await db.selectFrom('chat').select('id').where('id', '=', `telegram:${id}`).execute()).toEqual([])
})

test('an update is answered in Telegram, and counts once when it is delivered twice', async () => {
  const user = api.user({ languageCode: 'zh-hans' })
  const update = await user.says('/start')
  await user.sees('您好', slow)
  const [said, chat] = [user.messages.length, await chatOf(user)]

  api.redeliver(update)
  await expect
    .poll(() => api.webhookPosts.filter(({ updateId }) => updateId === update).map(({ status }) => status))
    .toEqual([200, 200])
  await expect.poll(connections).toBe(0)
  expect([user.messages.length, await chatOf(user)]).toEqual([said, chat])
})

test('a form filled in arrives in Telegram as the bytes that Node composes', async () => {
  const user = api.user({ languageCode: 'zh-hans' })
  const says = async (text: string, sees: string): Promise<void> => {
    await user.says(text)
    await user.sees(sees, slow)
  }
  const presses = async (label: string, sees: string): Promise<void> => {
    await user.presses(label)
    await user.sees(sees, slow)
  }
  await says('/start', '您好')
  await presses('新的密码查询', '单位全称')
  await says('北京航空航天大學', '请了解我们如何使用您的信息')
  await presses('同意，开始填写', '注册用户账号')
  await presses('跳过', '注册用户姓名')
  await presses('跳过', '填表人姓名')
  await says('张㛃𪜀', '所在部门')
  await presses('跳过', '证件类型')
  await presses('身份证', '证件号码')
  await says('11010519491231002X', '手机号码')
  await says('138 0013 8000', '办公电话')
  await presses('跳过', '电子邮箱')
  await says('zhang@example.cn', '密码查询原因')
  await presses('密码遗忘', '请核对全部信息')
  await user.presses('确认并生成信息表')
  const { document } = await user.sees((message) => message.document !== undefined, slow)

  const { id } = await db
    .selectFrom('application')
    .select('id')
    .where('chat_id', '=', `telegram:${user.id}`)
    .executeTakeFirstOrThrow()
  const content = await forms(db, vault).find(id)
  if (!content) throw new Error('the application has no form')
  expect(content.values.applicantName).toBe('张㛃𪜀')
  const composed = await formComposer(await readFormFonts()).compose(content)
  expect(Buffer.from(document?.bytes ?? []).equals(composed)).toBe(true)
})

test('a message that Telegram refused for the moment leaves with the next cron', async () => {
  const user = api.user({ languageCode: 'zh-hans' })
  api.refuseNext({ method: 'sendMessage', status: 502 })
  const update = await user.says('/start')
  // when it is tried, and not later: a second after it is due again, and the queue may be before the cron
  const tries = () => api.calls.filter(({ fields }) => Number(fields['chat_id']) === user.id).length
  await expect.poll(tries, slow).toBe(1)
  const answers = () => user.messages.filter(({ by }) => by === 'bot').length
  expect(answers()).toBe(0)
  await api.confirmed(update, slow)
  await expect.poll(connections).toBe(0)
  await expect.poll(async () => (await worker.scheduled(), answers()), slow).toBe(1)
})

test('the crons of wrangler.toml leave nothing of what has expired, in the database or in the bucket', async () => {
  const objects = remoteObjects(
    `${worker.url}/internal/objects`,
    await deriveSecret(deployment.masterKey, secretPurposes.objects),
  )
  const [old, fresh] = ['upload/old', 'upload/fresh'] as const
  const longAgo = new Date(Date.now() - 30 * 24 * 60 * 60_000)
  for (const key of [old, fresh]) await objects.put(key, new Uint8Array([1, 2, 3]))
  await db
    .insertInto('upload')
    .values([
      { key: old, created_at: longAgo },
      { key: fresh, created_at: new Date() },
    ])
    .execute()
  await db.insertInto('chat_update').values({ channel: 'web', update_id: 'old', seen_at: longAgo }).execute()
  const config = await readFile(new URL('../../wrangler.toml', import.meta.url), 'utf8')
  const crons = /^crons = (.*)$/mu.exec(config)?.[1] ?? ''
  for (const [, cron = ''] of crons.matchAll(/"([^"]+)"/gu)) await worker.scheduled(cron)
  expect(await objects.find(old)).toBeUndefined()
  expect(await objects.find(fresh)).toHaveLength(3)
  expect(await db.selectFrom('upload').select('key').where('key', 'in', [old, fresh]).execute()).toEqual([
    { key: fresh },
  ])
  expect(
    await db.selectFrom('chat_update').select('seen_at').where('update_id', '=', 'old').execute(),
  ).toEqual([])
  expect(worker.log()).toContain('what has expired was erased')
})

test('the crons note the audit log’s last line, tell of promises broken, and remind a chat', async () => {
  const user = api.user({ languageCode: 'zh-hans' })
  await user.says('/start')
  await user.sees('您好', slow)
  const application = await composeApplication(db, vault, `telegram:${user.id}`)
  const late = await composeApplication(db, vault)
  const yesterday = new Date(Date.now() - 24 * 60 * 60_000)
  await db
    .updateTable('application')
    .set({ state: 'submitted', submitted_at: yesterday, promised_at: yesterday })
    .where('id', '=', late.applicationId)
    .execute()
  await db.transaction().execute(async (trx) => {
    await appendAudit(trx, { at: new Date(), actor: 'service', action: 'opened' })
    await enqueue(trx, 'remindChat', { applicationId: application.applicationId, version: 1 })
  })
  await worker.scheduled('*/10 * * * *')
  await worker.scheduled()

  const last = await db
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  const objects = sealedObjects(r2Objects((await worker.bindings()).SCANS), vault)
  expect(await findAuditHead(objects)).toMatchObject(last)
  await expect.poll(worker.log, slow).toContain('"overdue":1')
  await user.sees('还在等待扫描件', slow)
})

test('the web chat takes a turn, and the desk asks to sign in', async () => {
  const welcome = await fetch(`${worker.url}/`, { headers: { 'accept-language': 'zh-CN' } })
  expect(await welcome.text()).toContain('/assets/chat.js')

  const said = new FormData()
  said.set('nonce', crypto.randomUUID())
  said.set('command', 'start')
  const turn = await fetch(`${worker.url}/chat`, {
    method: 'POST',
    headers: { origin: worker.url, 'accept-language': 'zh-CN' },
    body: said,
    redirect: 'manual',
  })
  expect(turn.status).toBe(303)
  const cookie = turn.headers.get('set-cookie') ?? ''
  expect(cookie).toContain('Secure')
  const visitor = { headers: { cookie: cookie.split(';', 1).join('') } }
  expect(await (await fetch(`${worker.url}/`, visitor)).text()).toContain('您好，这里是')

  const sample = await fetch(`${worker.url}/chat/sample/form`, visitor)
  const kept = await readFile(new URL('../../src/assets/sample-form.jpg', import.meta.url))
  expect(Buffer.from(await sample.arrayBuffer()).equals(kept)).toBe(true)
  expect(await (await fetch(`${worker.url}/desk`)).text()).toContain('password')
})

test('nothing in the bundle is native, or reads files', () => {
  const reached = reachedBy(bundle.meta, 'src/worker.ts')
  expect(reached.files.length).toBeGreaterThan(300)
  // Reachable too, or the walk has missed what is loaded lazily.
  expect(reached.files).toContain('src/adapters/pdf/formComposer.ts')
  expect(reached.packages).toContain('pg-boss')
  expect(reached.files).toContain('src/adapters/images/portable/openScanInspector.ts')
  expect(reached.packages.filter(isForbiddenOnWorkers)).toEqual([])
  expect(reached.files.filter((path) => path.endsWith('.node'))).toEqual([])
  expect(reached.builtinsOfOurs).toEqual([])
})

describeObjectStore('R2, behind the Worker’s door', async () =>
  remoteObjects(
    `${worker.url}/internal/objects`,
    await deriveSecret(deployment.masterKey, secretPurposes.objects),
  ),
)

test('the door to the objects is not there for a wrong secret', async () => {
  const stranger = remoteObjects(`${worker.url}/internal/objects`, 'another secret')
  await expect(stranger.find('scan/1')).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
  await expect(stranger.put('scan/1', new Uint8Array([1]))).rejects.toThrow('no such door')
  const bindings = await worker.bindings()
  expect(await bindings.SCANS.get('scan/1')).toEqual(expect.not.objectContaining({ size: 1 }))
})

test('sealpass doctor goes round through the bucket, and tells a door that is shut', async () => {
  const folder = await temporaryFolder()
  const objectsFound = async (OBJECTS_URL: string, masterKey: Uint8Array): Promise<Finding | undefined> => {
    const environment = {
      DATABASE_URL: deployment.databaseUrl,
      DATA_DIR: folder.path,
      MASTER_KEY: Buffer.from(masterKey).toString('base64'),
      OBJECTS_URL,
    }
    const envFile = `${folder.path}/.env`
    const findings = await examine(environment, { host: nodeHost, migrations: migrationsFolder, envFile })
    return findings.find(({ check }) => check === 'objects')
  }
  const { masterKey } = deployment
  expect(await objectsFound(worker.url, masterKey)).toMatchObject({
    verdict: 'ok',
    says: 'A sealed object was stored in the bucket of OBJECTS_URL, found and removed.',
  })
  expect(await objectsFound(worker.url, new Uint8Array(32))).toMatchObject({
    verdict: 'fault',
    remedy: expect.stringContaining('same MASTER_KEY') as string,
  })
  expect(await objectsFound('http://127.0.0.1:1', masterKey)).toMatchObject({
    verdict: 'fault',
    remedy: expect.stringContaining('/readyz') as string,
  })
  await folder.remove()
})

test('scripts and styles come from the platform’s assets', async () => {
  const script = await fetch(`${worker.url}/assets/chat.js`)
  expect(script.headers.get('content-type')).toMatch(/javascript/u)
  const built = await readFile(new URL('../../dist/public/assets/chat.js', import.meta.url), 'utf8')
  expect(await script.text()).toBe(built)
})

test('none of this was a fault in the log, and the log repeats nothing personal', async () => {
  const log = worker.log()
  expect(log).toContain('wrong secret')
  expect(faultsIn(log)).toEqual([])
  expect(log).not.toMatch(/张㛃𪜀|11010519491231002X|13800138000|zhang@/u)
})
