import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { appendAudit } from '../../src/adapters/postgres/audit.ts'
import { localGateway } from '../../src/adapters/postgres/localGateway.ts'
import { webhooks } from '../../src/adapters/postgres/webhooks.ts'
import { scanKey } from '../../src/core/useCases/scanStore.ts'
import { nodeHost } from '../../src/host/nodeHost.ts'
import type { ShownMessage } from '../support/botApi.ts'
import { deskBrowser, enrol } from '../support/deskBrowser.ts'
import { openIdProvider, type OpenIdProvider } from '../support/openIdProvider.ts'
import { photographCard, signAndStamp } from '../support/paper.ts'
import { softAuthenticator } from '../support/softAuthenticator.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { openWebhookReceiver } from '../support/webhookReceiver.ts'
import { deploy, faultsIn, publicAddress, webhookSecret } from './deployment.ts'
import { startJobs } from './jobsProcess.ts'
import type { RunningWorker } from './underTest.ts'
import { webVisitor } from './webVisitor.ts'
import { approveNext, deskOf, newcomer } from './workerDesk.ts'

const slow = { timeout: 40_000 }
const deployment = await deploy()
const { api, db, vault } = deployment
afterAll(deployment.close)

/** A Node process on the same database, which gets the card from the Worker, reads it and gives back an upright copy. */
const readCardElsewhere = async (worker: RunningWorker): Promise<void> => {
  const card = async () =>
    db.selectFrom('scan').select(['reading', 'copies']).where('kind', '=', 'idCard').executeTakeFirstOrThrow()
  expect(await card()).toMatchObject({ reading: null })
  const folder = await temporaryFolder()
  const environment = {
    DATABASE_URL: deployment.databaseUrl,
    DATA_DIR: folder.path,
    MASTER_KEY: Buffer.from(deployment.masterKey).toString('base64'),
    PUBLIC_URL: publicAddress,
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
  }
  await expect(startJobs(environment)).rejects.toThrow('waits for the desk is not among the objects')
  const jobs = await startJobs({ ...environment, OBJECTS_URL: worker.url })
  await expect.poll(card, slow).toMatchObject({ reading: expect.any(Buffer) as Buffer })
  expect([await jobs.stop(), jobs.log()]).toEqual([0, ''])
  await folder.remove()
}

const sendLabels = ['上传', '仍要上传']
const sendLabel = ({ buttons }: ShownMessage): string | undefined =>
  buttons
    .flat()
    .map(({ text }) => text)
    .find((label) => sendLabels.includes(label))

test('from the search to the credential in Telegram, the pictures inspected when the queue wakes', async () => {
  const worker = await deployment.start()
  await deployment.setWebhook(worker)
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
  await says('张㛃', '所在部门')
  await presses('跳过', '证件类型')
  await presses('身份证', '证件号码')
  await says('11010519491231002X', '手机号码')
  await says('138 0013 8000', '办公电话')
  await presses('跳过', '电子邮箱')
  await says('zhang@example.cn', '密码查询原因')
  await presses('密码遗忘', '请核对全部信息')
  await user.presses('确认并生成信息表')
  const { document } = await user.sees((message) => message.document !== undefined, slow)
  if (!document) throw new Error('the form did not arrive')

  await user.sees(({ buttons }) => buttons.flat().some(({ text }) => text === '上传密码查询信息表'), slow)
  await presses('上传密码查询信息表', '请发送')
  const form = await signAndStamp(document.bytes)
  await user.sendsFile(form, 'form.jpg', 'image/jpeg')
  expect(sendLabel(await user.sees((message) => sendLabel(message) !== undefined, slow))).toBe('上传')
  const [scan] = await db.selectFrom('scan').select(['id', 'kind', 'reading']).execute()
  expect(scan?.kind).toBe('form')
  // The queue alone has woken what read it; what is in the bucket tells nothing.
  const object = await (await worker.bindings()).SCANS.get(scanKey(scan?.id ?? ''))
  const stored = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer())
  expect(stored.length).toBeGreaterThan(10_000)
  expect(stored.subarray(0, 2)).not.toEqual(new Uint8Array([0xff, 0xd8]))
  await presses('上传', '文件上传操作完成')
  await user.sendsFile(await photographCard(), 'card.jpg', 'image/jpeg')
  await user.sees((message) => sendLabel(message) !== undefined, slow)
  await presses('上传', '承诺办结时间')

  await readCardElsewhere(worker)
  const { browser } = await enrol(deskOf(worker), await newcomer(db, '周敏', 'zhou.min@example.org'))
  await approveNext({ deployment, worker }, browser, '张㛃')
  await user.sees('密码已以手机短信发送', slow)
  const inbox = await localGateway(db, vault, nodeHost).list(10)
  expect(inbox).toMatchObject([{ kind: 'sms', to: '+8613800138000' }])
  expect(faultsIn(worker.log())).toEqual([])
  expect(worker.log()).not.toMatch(/张㛃|11010519491231002X|13800138000|zhang@/u)
})

test('from the search to the credential in the web chat, with every wake-up lost and only the cron', async () => {
  // Tried out on this machine, it may send webhooks there.
  const worker = await deployment.start({ losesWakeUps: true, address: 'http://recover.example' })
  const receiver = await openWebhookReceiver()
  onTestFinished(receiver.close)
  const reach = { allowsOwnMachine: true, allowsPrivate: false }
  const webhook = await webhooks(db, vault, nodeHost, reach).add(receiver.url, 'anna', new Date())
  const visitor = webVisitor(worker.url)
  /** What only a job can tell: nothing comes before the cron, which then does it. */
  const seesAfterCron = async (text: string | RegExp): Promise<void> => {
    expect(await visitor.page()).not.toMatch(text)
    await worker.scheduled()
    await visitor.sees(text)
  }
  await visitor.starts()
  await visitor.sees('您好')
  await visitor.presses('新的密码查询')
  await visitor.says('北京大学')
  await visitor.presses('同意，开始填写')
  await visitor.presses('跳过')
  await visitor.presses('跳过')
  await visitor.says('李思远')
  await visitor.presses('跳过')
  await visitor.presses('身份证')
  await visitor.says('11010519491231002X')
  await visitor.says('138 0013 8001')
  await visitor.presses('跳过')
  await visitor.says('li@example.cn')
  await visitor.presses('密码遗忘')
  await visitor.presses('确认并生成信息表')
  const [, form = ''] = /href="(\/chat\/form\/[^"]+)"/u.exec(await visitor.page()) ?? []
  const pdf = new Uint8Array(await (await visitor.fetch(form)).arrayBuffer())

  await visitor.presses('上传密码查询信息表')
  await visitor.uploads(await signAndStamp(pdf))
  await seesAfterCron(/<button[^>]*>上传</u)
  await visitor.presses('上传')
  await visitor.sees('文件上传操作完成')
  await visitor.presses(/身份证/u)
  await visitor.uploads(await photographCard())
  await seesAfterCron(/<button[^>]*>上传</u)
  await visitor.presses('上传')
  await visitor.sees('承诺办结时间')

  const { browser } = await enrol(deskOf(worker), await newcomer(db, '李维', 'li.wei@example.org'))
  // No process of jobs reads this one's card, and nothing waits for it.
  await approveNext({ deployment, worker }, browser, '李思远', '机器未能读取')
  await expect.poll(undoable, slow).toEqual([])
  await seesAfterCron('密码已以手机短信发送')
  const [newest] = await localGateway(db, vault, nodeHost).list(1)
  expect(newest).toMatchObject({ kind: 'sms', to: '+8613800138001' })

  const told = () => receiver.received.map(({ body }) => body).join('\n')
  await expect.poll(async () => (await worker.scheduled(), told()), slow).toContain('"state":"delivered"')
  expect(told()).toContain('"state":"approved"')
  for (const message of receiver.received)
    expect(receiver.verifies(message, webhook?.secret ?? '')).toBe(true)
  expect(faultsIn(worker.log())).toEqual([])
})

describe('the desk in workerd', () => {
  let provider: OpenIdProvider
  let worker: RunningWorker
  beforeAll(async () => {
    provider = await openIdProvider({ redirectUri: `${publicAddress}/desk/sign-in/organisation/back` })
    worker = await deployment.start({
      vars: {
        DESK_OIDC_ISSUER: provider.issuer,
        DESK_OIDC_CLIENT_ID: provider.clientId,
        DESK_OIDC_CLIENT_SECRET: provider.clientSecret,
      },
    })
  })
  afterAll(async () => provider.close())

  test('a passkey is made, and signs its reviewer in, once with each answer', async () => {
    const authenticator = softAuthenticator(publicAddress)
    const first = deskBrowser(deskOf(worker))
    await first.post('/desk/sign-in', await newcomer(db, '吴越', 'wu.yue@example.org'))
    const asked = await first.post('/desk/enrol/passkey/options')
    const { options: making } = (await asked.json()) as Asked<Parameters<typeof authenticator.register>[0]>
    const made = await first.post('/desk/enrol/passkey', { answer: authenticator.register(making) })
    expect([made.status, made.headers.get('location')]).toEqual([303, '/desk'])
    expect((await first.get('/desk')).status).toBe(200)

    const again = deskBrowser(deskOf(worker))
    const begun = await again.post('/desk/sign-in/passkey/options')
    const { options } = (await begun.json()) as Asked<Parameters<typeof authenticator.signIn>[0]>
    const answer = authenticator.signIn(options)
    expect((await again.post('/desk/sign-in/passkey', { answer })).headers.get('location')).toBe('/desk')
    const page = await again.get('/desk')
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('吴越')])
    expect((await deskBrowser(deskOf(worker)).post('/desk/sign-in/passkey', { answer })).status).toBe(401)
  })

  test('a reviewer signs in with their organisation', async () => {
    await newcomer(db, '郑行', 'zheng.xing@example.org')
    provider.claims = { email: 'zheng.xing@example.org', email_verified: true }
    const browser = deskBrowser(deskOf(worker))
    const away = await browser.get('/desk/sign-in/organisation')
    expect(away.status).toBe(303)
    const sent = await fetch(away.headers.get('location') ?? '', { redirect: 'manual' })
    const back = new URL(sent.headers.get('location') ?? '')
    expect((await browser.get(`${back.pathname}${back.search}`)).status).toBe(200)
    expect(provider.refusals).toEqual([])
    const page = await browser.get('/desk')
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('郑行')])
  })

  test('figures, the whole audit log, live events and the API’s description, and nothing stays open', async () => {
    const { browser } = await enrol(
      deskOf(worker),
      await newcomer(db, '王芳', 'wang.fang@example.org', 'supervisor'),
    )
    const figures = await browser.get('/desk/figures')
    expect([figures.status, await figures.text()]).toEqual([200, expect.stringContaining('李维')])
    const audit = await browser.get('/desk/audit')
    expect([audit.status, await audit.text()]).toEqual([200, expect.stringContaining('李维')])
    const api = await fetch(`${worker.url}/api/openapi.json`)
    expect([api.status, await api.json()]).toEqual([
      200,
      expect.objectContaining({ openapi: expect.stringMatching(/^3\./u) as string }),
    ])

    // More lines than are read at a time.
    await db.transaction().execute(async (trx) => {
      for (let line = 0; line < 1_100; line++)
        await appendAudit(trx, { at: new Date(), actor: 'anna', action: 'opened' })
    })
    const exported = await (await browser.get('/desk/audit/export.jsonl')).text()
    const lines = exported.trimEnd().split('\n')
    const kept = await db.selectFrom('audit').select('hash').orderBy('seq').execute()
    expect(lines.map((line) => (JSON.parse(line) as { hash: string }).hash)).toEqual(
      kept.map(({ hash }) => hash),
    )

    const leaving = new AbortController()
    const headers = { cookie: Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ') }
    const live = await fetch(`${worker.url}/desk/live`, { headers, signal: leaving.signal })
    const heard = await live.body?.pipeThrough(new TextDecoderStream()).getReader().read()
    expect(heard?.value).toContain('event: hello')
    expect(await deployment.connections()).toBeGreaterThan(0)
    leaving.abort()
    await expect.poll(deployment.connections, slow).toBe(0)
    for (const path of ['/desk/live', '/desk/audit/export.jsonl'])
      expect((await fetch(`${worker.url}${path}`, { method: 'HEAD', headers })).status).toBe(200)
    await expect.poll(deployment.connections, slow).toBe(0)
    expect(faultsIn(worker.log())).toEqual([])
  })
})

/** Decisions that can still be undone. */
const undoable = () =>
  db.selectFrom('decision').select('id').where('takes_effect_at', '>', new Date()).execute()

interface Asked<Options> {
  readonly options: Options
}
