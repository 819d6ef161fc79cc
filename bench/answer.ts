import { loadavg } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { formLayout } from '../src/core/formLayout.ts'
import { maxScanBytes } from '../src/core/scan/scanRules.ts'
import { type ShownMessage, startBotApi, type TestUser } from '../test/support/botApi.ts'
import { plainForm } from '../test/support/formContents.ts'
import { printForm } from '../test/support/paper.ts'
import { seeded } from '../test/support/random.ts'
import { type RunningService, startService } from '../test/support/service.ts'
import { temporaryFolder } from '../test/support/temporaryFolder.ts'
import { pixelsPerMm, takePicture, type CameraSettings } from './scans/camera.ts'
import { fillForm } from './scans/filledForm.ts'
import type { PrintedForm } from './scans/formPages.ts'
import { quantile, rounded } from './scans/judge/tally.ts'
import type { Profile } from './scans/profile.ts'
import { readTuningProfile } from './scans/tuningProfile.ts'

/**
 * How long an applicant waits in Telegram for what became of a picture: the built service on its embedded PostgreSQL,
 * fetching its updates from a Bot API on the loopback. Milliseconds on the clock, so whatever else the machine does counts:
 * from when the update can be fetched, to the first word, and to the picture shown again with what was found in it. The
 * form is the one the service has composed, stamped, signed and photographed with 12 megapixels: sent as a file of at most
 * 1 MB, and as a photo, of which Telegram makes 1280 pixels. The first picture after a start of the service stands apart,
 * and so do pictures of a chat beside one that sends fifty at once.
 */
const count = Number(process.argv[2] ?? 20)
const floods = 5
const floodSize = 50

const answers: readonly (readonly [says: string, sees: string])[] = [
  ['/start', '您好'],
  ['新的密码查询', '单位全称'],
  ['北京航空航天大学', '保存多久'],
  ['同意，开始填写', '注册用户账号'],
  ['跳过', '注册用户姓名'],
  ['跳过', '填表人姓名'],
  ['张伟', '所在部门'],
  ['跳过', '证件类型'],
  ['身份证', '证件号码'],
  ['11010519491231002X', '手机号码'],
  ['138 0013 8000', '办公电话'],
  ['跳过', '电子邮箱'],
  ['zhang@example.cn', '密码查询原因'],
  ['密码遗忘', '请核对全部信息'],
]

const composeForm = async (user: TestUser): Promise<Uint8Array> => {
  for (const [says, sees] of answers) {
    await user.says(says)
    await user.sees(sees, { timeout: 20_000 })
  }
  await user.says('确认并生成信息表')
  const { document } = await user.sees((message) => message.document !== undefined, { timeout: 60_000 })
  if (!document) throw new Error('the form did not arrive')
  return document.bytes
}

const printed = async (pdf: Uint8Array): Promise<PrintedForm> => {
  const { data, info } = await (
    await printForm(pdf)
  )
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const page = { width: info.width, height: info.height, mm: formLayout.page }
  return {
    content: {
      ...plainForm,
      unitName: '北京航空航天大学',
      values: { ...plainForm.values, applicantName: '张伟' },
    },
    pageOf: async () => ({ ...page, data: new Uint8Array(data) }),
  }
}

/** Photographs of a signed and stamped form, each of its own. */
async function* photographs(
  form: PrintedForm,
  profile: Profile,
  camera: CameraSettings,
): AsyncGenerator<Uint8Array> {
  const perMm = pixelsPerMm(camera, formLayout.page.height)
  for (let seed = 1; ; seed++) {
    const random = seeded(seed)
    const { page } = await fillForm(form, 'none', profile, perMm, random)
    const { jpeg } = await takePicture([{ page, x: 0, y: 0, turn: 0 }], camera, random)
    if (jpeg.length <= maxScanBytes) yield jpeg
  }
}

interface Wait {
  /** To the word that the picture came and is being looked at. */
  readonly wordMs: number
  /** To the picture shown again, with what is doubtful marked in it. */
  readonly shownMs: number
  /** To what was found, in words, and the question what to do with it. */
  readonly askedMs: number
  readonly isClean: boolean
}

const labelsOf = ({ buttons }: ShownMessage): readonly string[] => buttons.flat().map(({ text }) => text)

/** Counted from when the update can be fetched: what a photo loses before is Telegram's doing. */
const waitFor = async (user: TestUser, send: () => Promise<unknown>): Promise<Wait> => {
  await send()
  const sent = performance.now()
  const seen = async (fits: (message: ShownMessage) => boolean) => {
    const message = await user.sees(fits, { timeout: 30_000 })
    return { message, ms: performance.now() - sent }
  }
  const word = await seen(() => true)
  const shown = await seen(({ photo }) => photo !== undefined)
  const asked = await seen((message) =>
    labelsOf(message).some((label) => label === '清除' || label === '重新拍摄'),
  )
  return {
    wordMs: word.ms,
    shownMs: shown.ms,
    askedMs: asked.ms,
    isClean: labelsOf(asked.message).includes('清除'),
  }
}

const quantilesOf = (times: readonly number[]) => ({
  median: rounded(quantile(times, 0.5)),
  p95: rounded(quantile(times, 0.95)),
})

const summaryOf = (waits: readonly Wait[]) => ({
  count: waits.length,
  clean: waits.filter(({ isClean }) => isClean).length,
  wordMs: quantilesOf(waits.map(({ wordMs }) => wordMs)),
  shownMs: quantilesOf(waits.map(({ shownMs }) => shownMs)),
  askedMs: quantilesOf(waits.map(({ askedMs }) => askedMs)),
})
type Summary = ReturnType<typeof summaryOf>

const sendFile = async (user: TestUser, jpeg: Uint8Array): Promise<unknown> =>
  user.sendsFile(jpeg, 'form.jpg', 'image/jpeg')
const sendPhoto = async (user: TestUser, jpeg: Uint8Array): Promise<unknown> => user.sendsPhoto(jpeg)

const folder = await temporaryFolder()
const api = await startBotApi()
const start = async (): Promise<RunningService> =>
  startService({ DATA_DIR: folder.path, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root })
let service = await start()

/** Up to where the picture of the form is asked for. */
const goToUpload = async (user: TestUser): Promise<void> => {
  for (const [says, sees] of [
    ['/start', '您好'],
    ['继续上传扫描件', '请上传扫描件'],
    ['上传密码查询信息表', ''],
  ] as const) {
    await user.says(says)
    await user.sees(sees, { timeout: 20_000 })
  }
}

type Send = (user: TestUser, jpeg: Uint8Array) => Promise<unknown>
/** The first picture after a start, then one after another. */
const measure = async (user: TestUser, send: Send, pictures: readonly Uint8Array[]) => {
  await service.stop()
  service = await start()
  await goToUpload(user)
  const waits: Wait[] = []
  for (const jpeg of pictures) {
    waits.push(await waitFor(user, async () => send(user, jpeg)))
    // What the picture left to do is over by then.
    await setTimeout(200)
  }
  const [first, ...others] = waits
  if (!first) throw new Error('no picture')
  return { first: summaryOf([first]), others: summaryOf(others) }
}

/** A picture of a chat, right behind those of another one. */
const measureBeside = async (user: TestUser, flooding: TestUser, pictures: readonly Uint8Array[]) => {
  await goToUpload(flooding)
  const waits: Wait[] = []
  for (const jpeg of pictures.slice(0, floods)) {
    for (let sent = 0; sent < floodSize; sent += 1) await sendFile(flooding, jpeg)
    waits.push(await waitFor(user, async () => sendFile(user, jpeg)))
    // The flood is worked off: it is of another form, and refused.
    await setTimeout(5_000)
  }
  return summaryOf(waits)
}

const rowOf = ({ count, clean, wordMs, shownMs, askedMs }: Summary) => ({
  pictures: count,
  'without a doubt': clean,
  'first word': wordMs.median,
  'p95, first word': wordMs.p95,
  'shown again': shownMs.median,
  'p95, shown again': shownMs.p95,
  asked: askedMs.median,
  'p95, asked': askedMs.p95,
})

try {
  const [user, flooding] = [api.user({ languageCode: 'zh-hans' }), api.user({ languageCode: 'zh-hans' })]
  await composeForm(flooding)
  const form = await printed(await composeForm(user))
  const profile = await readTuningProfile()
  const camera = profile.cameras.find(({ name }) => name === 'phone 12 MP')
  if (!camera) throw new Error('no camera of 12 megapixels')
  const pictures: Uint8Array[] = []
  for await (const jpeg of photographs(form, profile, camera)) if (pictures.push(jpeg) > count) break

  const files = await measure(user, sendFile, pictures)
  const photos = await measure(user, sendPhoto, pictures)
  const beside = await measureBeside(user, flooding, pictures)
  console.table({
    'first file': rowOf(files.first),
    'file, 12 MP': rowOf(files.others),
    'first photo': rowOf(photos.first),
    'photo, 1280 px': rowOf(photos.others),
    [`file, beside ${floodSize}`]: rowOf(beside),
  })
  const [load] = loadavg()
  console.log(
    JSON.stringify({
      bench: 'answer',
      file: files,
      photo: photos,
      besideFlood: beside,
      load: rounded(load ?? 0, 1),
    }),
  )
} finally {
  await service.stop()
  await api.close()
  await folder.remove()
}
