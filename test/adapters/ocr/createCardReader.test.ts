import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CardCase, type CardFate, tuningCards } from '../../../bench/scans/cards/cardCases.ts'
import { createCardReader } from '../../../src/adapters/ocr/createCardReader.ts'
import { looksLikeCard } from '../../../src/core/scan/card/cardReader.ts'
import { childProcesses } from '../../support/childProcesses.ts'

const reader = createCardReader()
const cases = new Map<CardFate, CardCase>()
const caseOf = (fate: CardFate): CardCase => {
  const made = cases.get(fate)
  if (made === undefined) throw new Error(`no card is ${fate}`)
  return made
}
const holderOf = ({ person: { idNumber, name } }: CardCase) => ({ idType: 'idCard', idNumber, name }) as const

beforeAll(async () => {
  for (const fate of ['good', 'back', 'glare'] as const) {
    for await (const made of tuningCards({ count: 1, seed: 34, fate })) cases.set(fate, made)
  }
}, 60_000)
afterAll(() => reader.close())

const readingProcesses = async () => childProcesses('ocrHelper')

describe('a card reader', () => {
  it('reads the number and the name that it is asked for', async () => {
    const card = caseOf('good')
    const reading = await reader.read(card.picture.jpeg, holderOf(card))
    expect(reading).toMatchObject({
      side: 'front',
      idNumber: 'same',
      name: 'same',
      turn: card.picture.turn,
      doubts: [],
    })
    const region = reading?.regions.idNumber
    const [x, y] = card.picture.placeOf([52, 47])
    expect(region && region.x < x && x < region.x + region.width).toBe(true)
    expect(region && region.y < y && y < region.y + region.height).toBe(true)
  })

  it('reads a card that is small in a large picture, and says where in all of it', async () => {
    const card = caseOf('good')
    const { width, height } = card.picture
    const around = { left: 1500, top: 800, right: 700, bottom: 900, background: '#5b4636' }
    const jpeg = new Uint8Array(await sharp(card.picture.jpeg).extend(around).jpeg().toBuffer())
    const reading = await reader.read(jpeg, holderOf(card))
    expect(reading).toMatchObject({ side: 'front', idNumber: 'same', name: 'same', doubts: [] })
    const [x, y] = card.picture.placeOf([52, 47])
    const seen = { x: (1500 + x * width) / (width + 2200), y: (800 + y * height) / (height + 1700) }
    const region = reading?.regions.idNumber
    expect(region && region.x < seen.x && seen.x < region.x + region.width).toBe(true)
    expect(region && region.y < seen.y && seen.y < region.y + region.height).toBe(true)
  })

  it('takes no other number for it, however near', async () => {
    const card = caseOf('good')
    for (const idNumber of card.wrongNumbers.slice(0, 4)) {
      const reading = await reader.read(card.picture.jpeg, { ...holderOf(card), idNumber })
      expect(reading?.idNumber).not.toBe('same')
    }
    expect(card.wrongNumbers.length).toBeGreaterThan(3)
  })

  it('says that a number is another’s, when all of it is', async () => {
    const card = caseOf('good')
    const stranger = { idType: 'idCard', idNumber: '110101190001010006', name: '欧阳建国' } as const
    const reading = await reader.read(card.picture.jpeg, stranger)
    expect(reading?.idNumber).toBe('other')
    expect(reading?.name).not.toBe('same')
  })

  it('tells the side of a card that nobody is expected to hold, and nothing more', async () => {
    const front = await reader.read(caseOf('good').picture.jpeg, undefined)
    expect(front).toMatchObject({ side: 'front', idNumber: 'unread', name: 'unread' })
    const back = await reader.read(caseOf('back').picture.jpeg, undefined)
    expect(back).toMatchObject({ side: 'back', idNumber: 'unread' })
  })

  it('shows where a lamp is mirrored', async () => {
    const card = caseOf('glare')
    const reading = await reader.read(card.picture.jpeg, holderOf(card))
    expect(reading?.doubts.map(({ kind }) => kind)).toEqual(['glare'])
    expect(reading?.doubts[0]?.region).toBeDefined()
  })

  it('takes no form for a card, though it bears a name and a number', async () => {
    const form = new Uint8Array(await readFile('src/assets/sample-form.jpg'))
    const reading = await reader.read(form, holderOf(caseOf('good')))
    expect(reading).toMatchObject({ side: undefined, idNumber: 'unread' })
    expect(reading && looksLikeCard(reading)).toBe(false)
  })

  it('says nothing of what is no picture', async () => {
    expect(await reader.read(Uint8Array.of(0xff, 0xd8, 0xff), undefined)).toBeUndefined()
  })

  it('reads the next card after its process was lost over one', async () => {
    const [lost] = await readingProcesses()
    const card = caseOf('good')
    const reading = reader.read(card.picture.jpeg, holderOf(card))
    process.kill(lost ?? Number.NaN, 'SIGKILL')
    expect(await reading).toBeUndefined()
    expect(await reader.read(card.picture.jpeg, holderOf(card))).toMatchObject({ idNumber: 'same' })
  })
})

describe('a card reader’s process', () => {
  it('is ended when a picture takes too long, and when there is none', async () => {
    const impatient = createCardReader({ deadlineMs: 1, idleMs: 1 })
    const before = await readingProcesses()
    expect(await impatient.read(caseOf('good').picture.jpeg, undefined)).toBeUndefined()
    await expect.poll(async () => (await readingProcesses()).length, { timeout: 10_000 }).toBe(before.length)
    await impatient.close()
  })

  it('that does not start reads nothing, and is not tried for each picture', async () => {
    const without = createCardReader({ modelsFolder: '/nowhere' })
    expect(await without.read(caseOf('good').picture.jpeg, undefined)).toBeUndefined()
    expect(await without.read(caseOf('good').picture.jpeg, undefined)).toBeUndefined()
    await without.close()
  })

  it('is not started again once closed', async () => {
    const closed = createCardReader()
    await closed.close()
    await expect(closed.read(Uint8Array.of(), undefined)).rejects.toThrow('closed')
  })
})
