import { describe, expect, test } from 'vitest'

import type { ScanWarning } from '../../src/core/scan/scanWarning.ts'
import { composed, type Chat, upload } from '../support/conversation.ts'

const region = { x: 0.1, y: 0.2, width: 0.3, height: 0.2 }
const warnings: readonly ScanWarning[] = [
  { kind: 'glare', region },
  { kind: 'dark' },
  { kind: 'glare', region },
  { kind: 'noSeal', region },
]
const labels = (chat: Chat): readonly string[] => chat.buttons().map(({ label }) => label)

const doubtful = async (chat: Chat): Promise<Chat> => {
  await chat.picture()
  await chat.accept(warnings, { isMarked: true })
  return chat
}

const awaiting = async (): Promise<Chat> => {
  const chat = await composed()
  await chat.press('upload.form')
  return chat
}

describe('a doubtful picture', () => {
  test('is shown with its places marked, beside a good one, and a numbered sentence for each', async () => {
    const chat = await doubtful(await awaiting())
    const { chosen } = chat.application().scans.form
    expect(chat.turn()?.messages).toMatchObject([
      { type: 'picture', picture: { kind: 'marked', scanId: chosen?.id } },
      { type: 'picture', picture: { kind: 'sample', of: 'form' } },
      { type: 'text', expects: { type: 'picture', kind: 'form' } },
    ])
    const lines = chat.text().split('\n')
    expect(lines.filter((line) => /^(?:\[|·)/u.test(line))).toEqual([
      expect.stringMatching(/^\[1\]\[2\] 图片有反光/u),
      expect.stringMatching(/^· 图片太暗/u),
      expect.stringMatching(/^\[3\] 没有看到单位公章/u),
    ])
  })

  test('is shown as it is, and its sentences without numbers, where nothing could be marked', async () => {
    const chat = await awaiting()
    await chat.picture()
    await chat.accept(warnings)
    expect(chat.turn()?.messages[0]).toMatchObject({ picture: { kind: 'scan' } })
    expect(chat.text()).not.toContain('[1]')
  })

  test('is to be taken again at first, and may be sent anyway from the second on', async () => {
    const chat = await doubtful(await awaiting())
    expect(labels(chat)).toEqual(['重新拍摄'])
    await chat.say('上传')
    expect(chat.turn()?.effects).toEqual([])
    expect(chat.step()).toBe('confirmScan')
    await doubtful(chat)
    expect(labels(chat)).toEqual(['重新拍摄', '仍要上传'])
    await chat.press('重新拍摄')
    expect(chat.step()).toBe('awaitScan')
    expect(chat.application().scans.form).toEqual({})
    await doubtful(chat)
    await chat.press('仍要上传')
    expect(chat.application().scans.form.sent).toMatchObject({ warnings, tries: 3 })
  })

  test('is forgotten when a good one follows, which is sent as ever', async () => {
    const chat = await doubtful(await awaiting())
    await chat.picture()
    await chat.accept()
    expect(labels(chat)).toEqual(['上传', '清除'])
    await chat.press('上传')
    expect(chat.step()).toBe('chooseScan')
  })

  test('counts for its own kind', async () => {
    const chat = await doubtful(await doubtful(await awaiting()))
    await chat.press('仍要上传')
    await chat.press('upload.idCard')
    await doubtful(chat)
    expect(labels(chat)).toEqual(['重新拍摄'])
  })
})

describe('two pictures at once', () => {
  test('are both inspected, and confirmed one after the other', async () => {
    const chat = await composed()
    await chat.picture()
    await chat.picture({ source: 'telegram', fileId: 'photo-2' })
    expect(chat.turn()?.effects).toMatchObject([{ type: 'inspect', picture: { fileId: 'photo-2' } }])
    expect(chat.text()).toContain('一并检查')
    await chat.accept([], { shows: 'idCard' })
    expect(chat.step()).toBe('confirmScan')
    await chat.accept([], { shows: 'form' })
    expect(chat.text()).toContain('也检查完了')
    await chat.say('上传')
    expect(chat.application().scans.idCard.sent).toBeDefined()
    expect(chat.step()).toBe('confirmScan')
    await chat.press('send.form')
    expect(chat.application().state).toBe('submitted')
  })

  test('keep the buttons of the first alive while the second is told of', async () => {
    const chat = await composed()
    await chat.picture()
    await chat.picture()
    await chat.accept([], { shows: 'form' })
    const send = chat.button('send.form')
    await chat.accept([], { shows: 'idCard' })
    await chat.send({ type: 'choice', choice: send.id })
    expect(chat.application().scans.form.sent).toBeDefined()
  })

  test('that nobody can tell apart are asked about one after the other', async () => {
    const chat = await composed()
    await chat.picture()
    await chat.picture({ source: 'telegram', fileId: 'photo-2' })
    await chat.wonder()
    await chat.wonder()
    expect(chat.text()).toContain('2 张图片')
    await chat.press('form')
    expect(chat.step()).toBe('chooseKind')
    expect(chat.pending()).toMatchObject({ kind: 'form', picture: { fileId: 'photo-1' } })
    await chat.press('idCard')
    expect(chat.turn()?.effects).toMatchObject([{ kind: 'idCard', picture: { fileId: 'photo-2' } }])
    expect(chat.step()).toBe('inspecting')
    await chat.accept()
    await chat.accept()
    await chat.say('上传')
    await chat.press('send.idCard')
    expect(chat.application().state).toBe('submitted')
  })

  test('that are both too large are made smaller by one button', async () => {
    const chat = await composed()
    await chat.picture()
    await chat.picture({ source: 'telegram', fileId: 'photo-2' })
    const tooLarge = { kind: 'tooLarge', bytes: 5_000_000, maxBytes: 1_048_576, convertible: true } as const
    await chat.refuse(tooLarge)
    await chat.refuse(tooLarge)
    await chat.press('缩小后使用')
    expect(chat.turn()?.effects).toMatchObject([
      { convert: true, picture: { fileId: 'photo-1' } },
      { convert: true, picture: { fileId: 'photo-2' } },
    ])
  })

  test('of which one is too large: the offer stands while the other is confirmed', async () => {
    const chat = await composed()
    await chat.picture()
    await chat.picture({ source: 'telegram', fileId: 'photo-2' })
    await chat.refuse({ kind: 'tooLarge', bytes: 5_000_000, maxBytes: 1_048_576, convertible: true })
    await chat.accept([], { shows: 'form' })
    await chat.press('send.form')
    await chat.press('缩小后使用')
    expect(chat.turn()?.effects).toMatchObject([{ convert: true, picture: { fileId: 'photo-1' } }])
  })

  test('of which one is refused: it is told, and the other is confirmed', async () => {
    const chat = await composed()
    await chat.picture()
    await chat.picture()
    await chat.accept([], { shows: 'form' })
    await chat.refuse({ kind: 'damaged' })
    expect(chat.text()).toContain('已损坏')
    expect(chat.step()).toBe('confirmScan')
    await chat.press('send.form')
    expect(chat.step()).toBe('chooseScan')
  })

  test('of which the first is refused: the other is confirmed', async () => {
    const chat = await composed()
    await chat.picture()
    await chat.picture()
    await chat.refuse({ kind: 'damaged' })
    expect(chat.step()).toBe('chooseScan')
    await chat.accept([], { shows: 'form' })
    expect(chat.step()).toBe('confirmScan')
  })
})

describe('a picture in the other’s place', () => {
  test.each([
    { sentFor: 'idCard', shows: 'form', told: '这张图片是密码查询信息表，不是身份证正面' },
    { sentFor: 'form', shows: 'idCard', told: '这张图片是身份证正面，不是密码查询信息表' },
  ] as const)('of the $sentFor is put where it belongs, and told so', async ({ sentFor, shows, told }) => {
    const chat = await composed()
    await chat.press(`upload.${sentFor}`)
    await chat.picture()
    await chat.accept([], { shows })
    expect(chat.text()).toContain(told)
    expect(chat.step()).toBe('confirmScan')
    await chat.press(`send.${shows}`)
    expect(chat.application().scans[shows].sent).toBeDefined()
    expect(chat.application().scans[sentFor]).toEqual({})
  })

  test('is not sent twice: the one that is missing is asked for', async () => {
    const chat = await composed()
    await upload(chat, 'form')
    await chat.press('upload.idCard')
    await chat.picture()
    await chat.refuse({ kind: 'alreadyThere', shows: 'form' })
    expect(chat.text()).toContain('已经上传过了')
    expect(chat.step()).toBe('awaitScan')
    expect(chat.answers().scanKind).toBe('idCard')
  })
})

describe('an inspection whose picture is no choice any more', () => {
  test('ends the waiting', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.news({ type: 'scanReplaced' })
    expect(chat.step()).toBe('chooseScan')
    await chat.news({ type: 'scanReplaced' })
    expect(chat.turn()?.messages).toEqual([])
  })
})
