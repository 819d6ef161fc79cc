import { describe, expect, it } from 'vitest'
import { readPicture, type PartlySeen } from '../../../../src/core/scan/card/readPicture.ts'
import type { TextModels } from '../../../../src/core/scan/card/textModels.ts'
import type { Pixels } from '../../../../src/core/scan/colour.ts'
import type { Region } from '../../../../src/core/scan/reading.ts'
import { lineOf } from './lines.ts'

const idNumber = '110101190001010006'
const holder = { idType: 'idCard', idNumber, name: '张三' } as const
const size = { width: 640, height: 480 }

/** A card on a checked cloth, with one line of text across it. */
const card = { left: 430, top: 300, width: 70, height: 44 }
const line = { left: 440, top: 333, width: 50, height: 3 }

const holds = (box: typeof card, x: number, y: number): boolean =>
  x >= box.left && y >= box.top && x < box.left + box.width && y < box.top + box.height

const cloth = (x: number, y: number): readonly number[] =>
  Math.floor(x / 9) % 2 === Math.floor(y / 9) % 2 ? [206, 214, 206] : [180, 44, 40]

const overview: Pixels = {
  ...size,
  data: Uint8ClampedArray.from({ length: size.width * size.height * 4 }, (_, at) => {
    const [x, y] = [(at >> 2) % size.width, Math.floor((at >> 2) / size.width)]
    const colour = holds(line, x, y) ? [0, 0, 0] : holds(card, x, y) ? [214, 226, 222] : cloth(x, y)
    return [...colour, 255][at % 4] ?? 0
  }),
}

/** Sees the line only where nothing much else is, as a finder of text does that was shown too few pixels. */
const models = (seen: { found: number; read: number }): TextModels => ({
  stride: 32,
  lineHeight: 48,
  findText: async ({ width, height, data }) => {
    seen.found++
    const dark = (at: number) => (data[at * 4] ?? 0) < 60
    const share = Array.from({ length: width * height }, (_, at) => at).filter(dark).length / (width * height)
    return Float32Array.from({ length: width * height }, (_, at) => (share > 0.01 && dark(at) ? 0.9 : 0))
  },
  readLine: async () => {
    seen.read++
    return lineOf(Array.from(idNumber))
  },
})

const cut = ({ x, y, width, height }: Region, whole = overview): Pixels => {
  const [left, top] = [Math.floor(x * size.width), Math.floor(y * size.height)]
  const [across, down] = [Math.floor(width * size.width), Math.floor(height * size.height)]
  const rows = Array.from({ length: down }, (_, row) => {
    const from = ((top + row) * size.width + left) * 4
    return whole.data.subarray(from, from + across * 4)
  })
  const data = new Uint8ClampedArray(across * down * 4)
  for (const [row, pixels] of rows.entries()) data.set(pixels, row * across * 4)
  return { width: across, height: down, data }
}

const partlySeen = (asked: Region[], part = cut): PartlySeen => ({
  overview,
  finer: 1,
  part: async (region) => {
    asked.push(region)
    return part(region)
  },
})

describe('readPicture', () => {
  it('looks where a card may lie when nothing is read in all of the picture, and says where in all of it', async () => {
    const [seen, asked] = [{ found: 0, read: 0 }, [] as Region[]]
    const reading = await readPicture(partlySeen(asked), models(seen), holder)
    expect(reading.idNumber).toBe('same')
    expect(asked).toHaveLength(1)
    const region = reading.regions.idNumber
    expect(region && region.x * size.width).toBeCloseTo(line.left, -1)
    expect(region && (region.x + region.width) * size.width).toBeCloseTo(line.left + line.width, -1)
    expect(region && (region.y + region.height / 2) * size.height).toBeCloseTo(line.top + line.height / 2, -1)
    expect(reading.doubts.map(({ kind }) => kind)).not.toContain('cutOff')
  })

  it('looks so a few times at most, and reads nothing where there is nothing', async () => {
    const [seen, asked] = [{ found: 0, read: 0 }, [] as Region[]]
    const blind: TextModels = {
      ...models(seen),
      findText: async ({ width, height }) => {
        seen.found++
        return new Float32Array(width * height)
      },
    }
    const reading = await readPicture(partlySeen(asked), blind, holder)
    expect(reading).toMatchObject({ side: undefined, idNumber: 'unread', regions: {} })
    expect(seen.found).toBeLessThanOrEqual(3)
    expect(seen.read).toBe(0)
  })

  it('keeps to the overview when the picture’s own pixels cannot be had', async () => {
    const asked: Region[] = []
    const without: PartlySeen = { ...partlySeen(asked), part: async () => undefined }
    const reading = await readPicture(without, models({ found: 0, read: 0 }), holder)
    expect(reading).toMatchObject({ kind: 'idCard', idNumber: 'unread' })
  })
})

describe('readPicture of a card and something beside it', () => {
  interface Drawn {
    readonly left: number
    readonly width: number
    readonly text: boolean
  }
  /** Pale cards on a brown desk, each with a line of text, or without. */
  const onDesk = (cards: readonly Drawn[]): Pixels => ({
    ...size,
    data: Uint8ClampedArray.from({ length: size.width * size.height * 4 }, (_, at) => {
      const [x, y] = [(at >> 2) % size.width, Math.floor((at >> 2) / size.width)]
      const own = cards.find(({ left, width }) => holds({ left, top: 180, width, height: 100 }, x, y))
      const isInk =
        own?.text === true && holds({ left: own.left + 20, top: 255, width: 120, height: 7 }, x, y)
      const colour = isInk ? [0, 0, 0] : own ? [214, 226, 222] : [112, 84, 60]
      return [...colour, 255][at % 4] ?? 0
    }),
  })
  const doubtsOn = async (cards: readonly Drawn[]) => {
    const whole = onDesk(cards)
    const picture = { overview: whole, finer: 2, part: async (region: Region) => cut(region, whole) }
    const { idNumber, doubts } = await readPicture(picture, models({ found: 0, read: 0 }), holder)
    expect(idNumber).toBe('same')
    return doubts.filter(({ kind }) => kind === 'twoDocuments')
  }

  it('says where another card lies', async () => {
    const [doubt, ...others] = await doubtsOn([
      { left: 60, width: 160, text: true },
      { left: 400, width: 160, text: true },
    ])
    expect(others).toEqual([])
    const middle = ((doubt?.region?.x ?? 0) + (doubt?.region?.width ?? 0) / 2) * size.width
    expect([140, 480].some((each) => Math.abs(each - middle) < 30)).toBe(true)
  })

  it('says nothing of a card alone, or beside what has its shape only', async () => {
    const alone = { left: 60, width: 160, text: true }
    expect(await doubtsOn([alone])).toEqual([])
    expect(await doubtsOn([alone, { left: 400, width: 140, text: false }])).toEqual([])
  })
})
