import type { Browser } from 'playwright-core'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { type BotApi, startBotApi, type ShownMessage, type TestUser } from '../support/botApi.ts'
import { approve, enrolReviewer } from '../support/deskPage.ts'
import { photographCard, signAndStamp } from '../support/paper.ts'
import { type RunningService, startService } from '../support/service.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

/**
 * The whole process in Telegram, on the embedded PostgreSQL, with the service killed after every step of it: each
 * restart attaches to the database that runs on, and the conversation goes on where it stood.
 */
let api: BotApi
let user: TestUser
let service: RunningService
let browser: Browser
const folder = await temporaryFolder()

const start = async (): Promise<void> => {
  service = await startService({
    DATA_DIR: folder.path,
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root,
  })
}

beforeAll(async () => {
  api = await startBotApi()
  user = api.user({ languageCode: 'zh-hans' })
  await start()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  await api.close()
  await folder.remove()
})

/** One step: what the person does and sees; then a crash and a restart. */
const step = async (
  act: () => Promise<unknown>,
  sees: Parameters<TestUser['sees']>[0],
): Promise<ShownMessage> => {
  await act()
  const seen = await user.sees(sees, { timeout: 60_000 })
  // A crash before the answer is known to have arrived only repeats it later; here it has.
  await setTimeout(150)
  await service.kill()
  await start()
  return seen
}
const says = async (text: string, sees: string) => step(async () => user.says(text), sees)
const presses = async (label: string, sees: string) =>
  step(async () => {
    // of several answers, the one that bears it may have been still to come at the crash
    await user.sees((message) => labelsOf(message).includes(label), { timeout: 60_000 })
    await user.presses(label)
  }, sees)

test('from the search to the credential, with a crash after every step', async () => {
  const { reviewer } = service
  if (!reviewer) throw new Error('no first reviewer was named')
  await says('/start', '您好')
  await presses('新的密码查询', '单位全称')
  await says('北京航空', '北京航空航天大学')
  await presses('1. 北京航空航天大学', '保存多久')
  await presses('同意，开始填写', '注册用户账号')
  await presses('跳过', '注册用户姓名')
  await presses('跳过', '填表人姓名')
  await says('张㛃', '所在部门')
  await presses('跳过', '证件类型')
  await presses('身份证', '证件号码')
  await says('110105194912310021', '证件号码')
  await says('11010519491231002X', '手机号码')
  await expect
    .poll(() => user.messages.filter(({ text }) => text.startsWith('1101051949')).at(-1)?.deleted)
    .toBe(true)
  await says('138 0013 8000', '办公电话')
  await presses('跳过', '电子邮箱')
  await says('zhang@example.cn', '密码查询原因')
  await presses('密码遗忘', '请核对全部信息')
  const { document } = await step(
    async () => user.presses('确认并生成信息表'),
    (message) => message.document !== undefined,
  )
  if (!document) throw new Error('the form did not arrive')
  expect(document.fileName).toMatch(/\.pdf$/u)

  const signed = await signAndStamp(document.bytes)
  await presses('上传密码查询信息表', '请发送')
  await uploads(async () => user.sendsPhoto(signed), '文件上传操作完成')
  await uploads(async () => user.sendsFile(await photographCard(), 'card.jpg', 'image/jpeg'), '承诺办结时间')
  await step(async () => user.sendsPhoto(await photographCard()), '请勿重复上传文件')

  const desk = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await enrolReviewer(desk, service.desk, reviewer)
  await desk.getByRole('button', { name: '领取下一件' }).click()
  await user.sees('已开始审核', { timeout: 30_000 })
  await desk.getByLabel('公章不清晰').check()
  await desk.getByRole('button', { name: '要求填表人重传' }).click()
  await user.sees('重新上传', { timeout: 60_000 })

  await uploads(async () => user.sendsPhoto(signed), '承诺办结时间')
  await desk.goto(service.desk)
  await desk.getByRole('button', { name: '领取下一件' }).click()
  await approve(desk)
  await user.sees('密码已以手机短信发送', { timeout: 60_000 })
  const inbox = await (await fetch(service.inbox ?? '')).text()
  expect(inbox).toContain('+8613800138000')
  expect(inbox.match(/<li /gu)).toHaveLength(1)
  expect(service.log()).not.toMatch(/张㛃|11010519491231002X|13800138000|zhang@example/u)
})

const labelsOf = ({ buttons }: ShownMessage): readonly string[] => buttons.flat().map(({ text }) => text)
const sendLabel = (message: ShownMessage): string | undefined =>
  labelsOf(message).find((label) => label === '上传' || label === '仍要上传')

/** Sends a picture, once more if it is doubted, and has it uploaded: a second doubtful one may be. */
const uploads = async (sends: () => Promise<unknown>, sees: string): Promise<void> => {
  const first = await step(
    sends,
    (message) => sendLabel(message) !== undefined || labelsOf(message).includes('重新拍摄'),
  )
  const asked =
    sendLabel(first) === undefined ? await step(sends, (message) => sendLabel(message) !== undefined) : first
  await presses(sendLabel(asked) ?? '', sees)
}

test('a picture of a form finds its application, after the unit’s name alone, and need not be sent again', async () => {
  const applicant = api.user({ languageCode: 'zh-hans' })
  const answers: readonly (readonly [says: string, sees: string])[] = [
    ['/start', '您好'],
    ['新的密码查询', '单位全称'],
    ['北京航空航天大学', '保存多久'],
    ['同意，开始填写', '注册用户账号'],
    ['跳过', '注册用户姓名'],
    ['跳过', '填表人姓名'],
    ['张㛃', '所在部门'],
    ['跳过', '证件类型'],
    ['身份证', '证件号码'],
    ['11010519491231002X', '手机号码'],
    ['138 0013 8000', '办公电话'],
    ['跳过', '电子邮箱'],
    ['zhang@example.cn', '密码查询原因'],
    ['密码遗忘', '请核对全部信息'],
  ]
  for (const [says, sees] of answers) {
    await applicant.says(says)
    await applicant.sees(sees, { timeout: 20_000 })
  }
  await applicant.says('确认并生成信息表')
  const { document } = await applicant.sees((message) => message.document !== undefined, { timeout: 60_000 })
  if (!document) throw new Error('the form did not arrive')

  const colleague = api.user({ languageCode: 'zh-hans' })
  await colleague.sendsPhoto(await signAndStamp(document.bytes))
  await colleague.sees('已认出图片上的信息表', { timeout: 30_000 })
  await colleague.says('北京航空航天大学')
  await colleague.sees('已找到您的申请', { timeout: 30_000 })
  await colleague.sees((message) => sendLabel(message) === '上传', { timeout: 30_000 })
  await colleague.says('上传')
  await colleague.sees('文件上传操作完成', { timeout: 30_000 })
  expect(service.log()).not.toMatch(/张㛃|11010519491231002X/u)
})

test('what is no answer is told what is expected, and nothing is lost', async () => {
  const other = api.user({ languageCode: 'en' })
  await other.says('/start')
  await other.sees('Three steps')
  await other.presses('New password request')
  await other.says('北京大学')
  await other.sees('What is kept', { timeout: 10_000 })
  for (const sends of [
    async () => other.sendsSticker(),
    async () => other.sendsVoice(),
    async () => other.sendsFile(new Uint8Array([1, 2, 3]), 'big.jpg', 'image/jpeg', { size: 30_000_000 }),
  ]) {
    await sends()
    const answer = await other.sees((message) => message.buttons.length > 0)
    expect(answer.text).toContain('北京大学')
  }
})
