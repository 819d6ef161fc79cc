import { describe, expect, test } from 'vitest'

import { mostPictures } from '../../src/bot/withoutFlood.ts'
import type { PictureRef } from '../../src/core/chat.ts'
import type { ScanProblem } from '../../src/core/problem.ts'
import { formatShanghai } from '../../src/core/shanghaiTime.ts'
import { type Chat, chatWith, composed, photo, submitted, upload } from '../support/conversation.ts'

const second: PictureRef = { source: 'upload', key: 'second', bytes: 9 }
const tooLarge: ScanProblem = { kind: 'tooLarge', bytes: 5_000_000, maxBytes: 1_048_576, convertible: true }

describe('choosing a picture', () => {
  test('shows a sample and the requirements of each scan', async () => {
    const chat = await composed()
    for (const kind of ['form', 'idCard'] as const) {
      await chat.press(`sample.${kind}`)
      expect(chat.turn()?.messages[0]).toMatchObject({
        type: 'picture',
        picture: { kind: 'sample', of: kind },
      })
      expect(chat.turn()?.messages[1]).toMatchObject({
        type: 'picture',
        picture: { kind: 'mistakes', of: kind },
      })
      expect(chat.text()).toContain('1,048,576 字节')
      expect(chat.step()).toBe('chooseScan')
    }
    await chat.press('upload.form')
    await chat.press('sample')
    expect(chat.turn()?.messages[0]).toMatchObject({ type: 'picture', picture: { of: 'form' } })
    expect(chat.step()).toBe('awaitScan')
  })

  test('asks for the picture, says that it is being checked, then shows it', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    expect(chat.turn()?.messages.at(-1)).toMatchObject({ expects: { type: 'picture', kind: 'form' } })
    await chat.picture()
    expect(chat.turn()?.effects).toEqual([{ type: 'inspect', kind: 'form', picture: photo, convert: false }])
    expect(chat.turn()?.messages.at(-1)).toEqual({ type: 'busy', what: 'inspecting' })
    await chat.accept()
    expect(chat.turn()?.messages[0]).toMatchObject({
      type: 'picture',
      picture: { kind: 'scan', scanId: chat.application().scans.form.chosen?.id },
    })
    expect(chat.buttons().map(({ label }) => label)).toEqual(['上传', '清除'])
    expect(chat.turn()?.echo).toBeUndefined()
  })

  test('clears it and takes another', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.accept()
    await chat.press('清除')
    expect(chat.application().scans.form).toEqual({})
    expect(chat.step()).toBe('awaitScan')
    await chat.picture()
    await chat.accept()
    await chat.say('上传')
    expect(chat.application().scans.form.sent).toBeDefined()
  })

  test('another picture takes the place of the one not sent yet, once it is a choice', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.accept()
    const first = chat.application().scans.form.chosen
    await chat.picture(second)
    expect(chat.turn()?.effects).toEqual([{ type: 'inspect', kind: 'form', picture: second, convert: false }])
    expect(chat.step()).toBe('inspecting')
    await chat.refuse({ kind: 'greyscale' })
    expect(chat.step()).toBe('confirmScan')
    expect(chat.application().scans.form.chosen).toEqual(first)
    await chat.picture(second)
    await chat.accept()
    expect(chat.step()).toBe('confirmScan')
    expect(chat.application().scans.form.chosen).not.toEqual(first)
  })

  test('a choice that was left is confirmed later', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.press('back')
    expect(chat.step()).toBe('chooseScan')
    await chat.command('start')
    await chat.accept()
    expect(chat.text()).toContain('图片已检查完毕')
    await chat.press('upload')
    expect(chat.text()).toContain('已选择，待确认上传')
    await chat.press('upload.form')
    expect(chat.step()).toBe('confirmScan')
  })

  test('“back” leads from a picture that was checked to the two scans', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.accept()
    await chat.command('back')
    expect(chat.step()).toBe('chooseScan')
  })

  test('gives the form again, as the same document', async () => {
    const chat = await composed()
    const first = chat.turn()?.messages.find(({ type }) => type === 'document')
    await chat.press('form')
    expect(chat.turn()?.messages).toContainEqual(first)
  })

  test('says that a picture is still being checked', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    for (const input of [async () => chat.say('好了吗'), async () => chat.command('status')]) {
      await input()
      expect(chat.turn()?.effects).toEqual([])
      expect(chat.step()).toBe('inspecting')
    }
  })
})

describe('two pictures at once', () => {
  test('sent in the place of one are each what they show', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.album(photo, second)
    expect(chat.pending()?.kind).toBeUndefined()
    await chat.accept([], { shows: 'idCard' })
    expect(chat.text()).not.toContain('已放到')
    expect(chat.step()).toBe('confirmScan')
    expect(chat.pending()).toEqual({ type: 'inspect', picture: second, convert: false })
    await chat.accept([], { shows: 'form' })
    await chat.say('上传')
    await chat.say('上传')
    expect(chat.application().state).toBe('submitted')
  })

  test('are both for the one scan that is missing', async () => {
    const chat = await composed()
    await upload(chat, 'form')
    await chat.press('upload.idCard')
    await chat.album(photo)
    expect(chat.pending()?.kind).toBe('idCard')
  })

  test('in the place of one that is doubted are each what they show', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.accept([{ kind: 'dark' }])
    await chat.album(photo, second)
    expect(chat.pending()).toEqual({ type: 'inspect', picture: photo, convert: false })
  })
})

test('a question that a picture answers too says so', async () => {
  const takes = (chat: Chat): readonly [string, boolean] => [
    chat.step(),
    chat.turn()?.messages.some((message) => message.type === 'text' && message.takesPictures === true) ??
      false,
  ]
  const finding = chatWith()
  await finding.command('start')
  expect(takes(finding)).toEqual(['start', true])
  await finding.press('haveForm')
  expect(takes(finding)).toEqual(['askFormUnitName', true])
  await finding.say('清华大学')
  expect(takes(finding)).toEqual(['askFormNumber', true])
  await finding.say('123')
  expect(takes(finding)).toEqual(['askFormNumber', true])
  await finding.command('start')
  await finding.press('new')
  expect(takes(finding)).toEqual(['askUnit', false])

  const uploading = await composed()
  expect(takes(uploading)).toEqual(['chooseScan', true])
  await uploading.picture()
  await uploading.wonder()
  expect(takes(uploading)).toEqual(['chooseKind', true])
})

describe('more pictures than are taken', () => {
  const flooded = async () => {
    const chat = await composed()
    for (let count = 0; count < mostPictures; count += 1) await chat.picture()
    return chat
  }

  test('are told apart from those that are, once', async () => {
    const chat = await flooded()
    expect(chat.turn()?.effects).toHaveLength(1)
    await chat.picture()
    expect(chat.turn()).toMatchObject({
      effects: [],
      messages: [{ type: 'text', text: expect.stringContaining(`最多检查 ${mostPictures} 张`) }],
    })
    for (let count = 0; count < 40; count += 1) {
      await chat.picture()
      expect(chat.turn()).toMatchObject({ effects: [], messages: [] })
    }
    expect(chat.step()).toBe('inspecting')
    await chat.say('好了吗')
    await chat.picture()
    expect(chat.text()).toContain('没有收下')
  })

  test('leave the buttons as they are, and the last good one as the choice', async () => {
    const chat = await flooded()
    const version = chat.state().promptVersion
    await chat.picture()
    expect(chat.state().promptVersion).toBe(version)
    for (let count = 0; count < mostPictures; count += 1) await chat.accept()
    expect(chat.step()).toBe('confirmScan')
    await chat.picture()
    expect(chat.turn()?.effects).toHaveLength(1)
  })

  test('are not taken either while no application is known', async () => {
    const chat = chatWith()
    await chat.command('start')
    for (let count = 0; count < mostPictures; count += 1) await chat.picture()
    expect(chat.recognising()).toHaveLength(mostPictures)
    await chat.picture()
    expect(chat.recognising()).toHaveLength(mostPictures)
    expect(chat.text()).toContain('没有收下')
    await chat.recognise()
    await chat.picture()
    expect(chat.recognising()).toHaveLength(mostPictures)
    await chat.picture()
    expect(chat.text()).toContain('没有收下')
  })
})

describe('a refused picture', () => {
  const problems: readonly (readonly [ScanProblem, string])[] = [
    [{ kind: 'notJpeg', found: 'heic', convertible: false }, 'HEIC'],
    [{ kind: 'notJpeg', found: 'unknown', convertible: false }, '只接受 JPEG'],
    [{ ...tooLarge, convertible: false }, '4.8 MB'],
    [{ kind: 'damaged' }, '已损坏'],
    [{ kind: 'greyscale' }, '彩色'],
    [{ kind: 'tooFewPixels', width: 320, height: 240, minShortSide: 700 }, '320×240'],
    [{ kind: 'tooComplex' }, '重新拍一张'],
    [{ kind: 'otherForm' }, '另一份信息表'],
    [{ kind: 'supersededForm' }, '已作废'],
    [{ kind: 'severalPages', pages: 3 }, '3 页'],
    [{ kind: 'unavailable' }, '重新发送'],
  ]
  test.each(problems)('%o is answered with what to do, and asked for again', async (problem, words) => {
    const chat = await composed()
    await chat.press('upload.idCard')
    await chat.picture()
    await chat.refuse(problem)
    expect(chat.text()).toContain(words)
    expect(chat.step()).toBe('awaitScan')
    expect(chat.turn()?.messages.at(-1)).toMatchObject({ expects: { type: 'picture', kind: 'idCard' } })
    expect(chat.buttons().map(({ id }) => id.option)).not.toContain('convert')
  })

  test('that is only too large can be used smaller', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.refuse(tooLarge)
    await chat.press('缩小后使用')
    expect(chat.turn()?.effects).toEqual([{ type: 'inspect', kind: 'form', picture: photo, convert: true }])
    await chat.accept()
    expect(chat.step()).toBe('confirmScan')
    expect(chat.answers().offers).toBeUndefined()
  })

  test('that only has another format can be converted', async () => {
    const chat = await composed()
    await chat.press('upload.idCard')
    await chat.picture()
    await chat.refuse({ kind: 'notJpeg', found: 'heic', convertible: true })
    expect(chat.text()).toContain('转换后使用')
    await chat.press('转换后使用')
    expect(chat.turn()?.effects).toEqual([{ type: 'inspect', kind: 'idCard', picture: photo, convert: true }])
  })

  test('is no longer on offer once another one came in its place', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.refuse(tooLarge)
    await chat.picture(second)
    await chat.accept()
    await chat.press('clear')
    expect(chat.buttons().map(({ id }) => id.option)).not.toContain('convert')
  })

  test('does not pull an applicant out of something else', async () => {
    const chat = await composed()
    await chat.press('upload.form')
    await chat.picture()
    await chat.command('start')
    await chat.press('new')
    await chat.refuse({ kind: 'damaged' })
    expect(chat.step()).toBe('askUnit')
    expect(chat.text()).toContain('已损坏')
  })

  test('is no news any more once everything is sent', async () => {
    const chat = await submitted()
    await chat.news({ type: 'scanRefused', kind: 'form', problem: { kind: 'damaged' }, picture: photo })
    expect(chat.turn()?.messages).toEqual([])
    await chat.news({ type: 'scanChosen', kind: 'form', scanId: 'late', warnings: [] })
    expect(chat.turn()?.messages).toEqual([])
    expect(chat.step()).toBe('waiting')
  })
})

describe('what the desk does is told by itself', () => {
  test('scans asked for again: only those, with the reasons, then submitted again', async () => {
    const chat = await submitted()
    chat.desk('scansRequested', [{ kind: 'idCard', reason: '证件信息被遮挡。' }])
    await chat.news({ type: 'scansRequested' })
    expect(chat.text()).toContain('证件信息被遮挡')
    expect(chat.step()).toBe('chooseScan')
    const options = chat.buttons().map(({ id }) => id.option)
    expect(options).toContain('upload.idCard')
    expect(options).not.toContain('upload.form')
    chat.world.now = new Date('2026-11-27T02:00:00Z')
    await chat.picture()
    await chat.accept()
    await chat.press('send.idCard')
    expect(chat.application().state).toBe('submitted')
    expect(chat.application().promisedAt).toEqual(new Date('2026-11-30T02:00:00Z'))
  })

  test('scans sent again are promised what was left of the promise, and the time is named', async () => {
    const chat = await submitted()
    chat.desk('scansRequested', [{ kind: 'form', reason: '公章不清晰。' }], { promiseLeft: 3 * 60 * 60_000 })
    await chat.news({ type: 'scansRequested' })
    chat.world.now = new Date('2026-11-27T02:00:00Z')
    await upload(chat, 'form')
    const due = new Date('2026-11-27T05:00:00Z')
    expect(chat.application().promisedAt).toEqual(due)
    expect(chat.text()).toContain(formatShanghai(due))
  })

  test('told late, when one of them was sent again already', async () => {
    const chat = await submitted()
    chat.desk('scansRequested', [
      { kind: 'form', reason: '公章不清晰。' },
      { kind: 'idCard', reason: '反光。' },
    ])
    await chat.command('status')
    await upload(chat, 'form')
    await chat.news({ type: 'scansRequested' })
    expect(chat.buttons().map(({ id }) => id.option)).not.toContain('upload.form')
  })

  test('both scans asked for again, twice', async () => {
    const chat = await submitted()
    for (const round of [1, 2]) {
      chat.desk('scansRequested', [
        { kind: 'form', reason: `原因${round}` },
        { kind: 'idCard', reason: `原因${round}` },
      ])
      await chat.news({ type: 'scansRequested' })
      await upload(chat, 'form')
      expect(chat.application().state).toBe('scansRequested')
      await upload(chat, 'idCard')
      expect(chat.application().state).toBe('submitted')
    }
  })

  test('asked for again after another chat had seen to the first request', async () => {
    const chat = await submitted()
    const both = [
      { kind: 'form' as const, reason: '公章不清晰。' },
      { kind: 'idCard' as const, reason: '反光。' },
    ]
    chat.desk('scansRequested', both)
    await chat.news({ type: 'scansRequested' })
    await upload(chat, 'form')
    chat.desk('submitted')
    chat.desk('scansRequested', both)
    await chat.command('start')
    await chat.press('upload')
    const options = chat.buttons().map(({ id }) => id.option)
    expect(options).toContain('upload.form')
    expect(options).toContain('upload.idCard')
  })

  test('a chat that was not told yet is taken to where its application is', async () => {
    const chat = await submitted()
    chat.desk('scansRequested', [{ kind: 'form', reason: '公章不清晰。' }])
    await chat.picture()
    expect(chat.step()).toBe('inspecting')
    expect(chat.pending()?.kind).toBe('form')
  })

  test.each([
    ['inReview', '已开始审核'],
    ['approved', '已通过审核'],
    ['undeliverable', '未能送达'],
  ] as const)('%s', async (type, words) => {
    const chat = await submitted()
    chat.desk(type)
    await chat.news({ type })
    expect(chat.text()).toContain(words)
    expect(chat.turn()?.messages).toHaveLength(1)
    expect(chat.step()).toBe('waiting')
  })

  test('a reminder, with the question that is open', async () => {
    const chat = await submitted()
    chat.desk('scansRequested', [{ kind: 'form', reason: '公章不清晰。' }])
    await chat.news({ type: 'scansRequested' })
    await chat.news({ type: 'reminder' })
    expect(chat.turn()?.messages.length).toBeGreaterThan(1)
    expect(chat.text()).toMatch(/提醒：/u)
    expect(chat.text()).toContain('公章不清晰。')
  })

  test('rejected, with the reason and a way to go on', async () => {
    const chat = await submitted()
    chat.desk('rejected', [], { reason: '公章与备案不符。' })
    await chat.news({ type: 'rejected' })
    expect(chat.text()).toContain('公章与备案不符。')
    expect(chat.buttons().map(({ id }) => id.option)).toContain('new')
    await chat.press('status')
    expect(chat.text()).toContain('未通过审核')
  })

  test.each([
    ['sms', '手机短信'],
    ['mail', '电子邮箱'],
  ] as const)('delivered by %s', async (by, words) => {
    const chat = await submitted()
    chat.desk('delivered')
    await chat.news({ type: 'delivered', by })
    expect(chat.text()).toContain(words)
    expect(chat.turn()?.messages).toHaveLength(1)
    await chat.picture()
    expect(chat.turn()?.effects).toEqual([{ type: 'recognise', picture: photo }])
  })

  test('without leaving a form that is being filled in', async () => {
    const chat = await submitted()
    await chat.command('start')
    await chat.press('new')
    chat.desk('scansRequested', [{ kind: 'form', reason: '公章不清晰。' }])
    await chat.news({ type: 'scansRequested' })
    expect(chat.step()).toBe('askUnit')
    expect(chat.text()).toContain('公章不清晰。')
    expect(chat.text()).toContain('请输入单位全称')
  })

  test('to a chat that is at no application', async () => {
    const chat = chatWith()
    await chat.news({ type: 'approved' })
    expect(chat.text()).toContain('已通过审核')
  })
})
