import { describe, expect, test } from 'vitest'
import { formLayout } from '../../../src/core/formLayout.ts'
import type { Pixels } from '../../../src/core/scan/colour.ts'
import { formLikeness, likenessBytes, pictureLikeness, unlikeBits } from '../../../src/core/scan/likeness.ts'
import type { FormReading } from '../../../src/core/scan/reading.ts'
import { seeded } from '../../support/random.ts'

/** Blots of ink on paper, the same for the same seed, at any size. */
const blots = (seed: number, width: number, height: number, ink = 60, paper = 240): Pixels => {
  const random = seeded(seed)
  const spots = Array.from({ length: 40 }, () => ({ x: random(), y: random(), r: 0.02 + 0.06 * random() }))
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      const inked = spots.some((spot) => Math.hypot(x / width - spot.x, y / height - spot.y) < spot.r)
      data.fill(inked ? ink : paper, at, at + 3)
    }
  return { width, height, data }
}

describe('the likeness of a picture', () => {
  test('hardly changes with its size and its light', () => {
    const first = pictureLikeness(blots(1, 600, 400))
    expect(first).toHaveLength(likenessBytes)
    expect(unlikeBits(first, pictureLikeness(blots(1, 421, 283)))).toBeLessThanOrEqual(8)
    expect(unlikeBits(first, pictureLikeness(blots(1, 600, 400, 80, 255)))).toBeLessThanOrEqual(2)
  })

  test('differs in about half of its bits from another picture’s', () => {
    const all = Array.from({ length: 12 }, (_, seed) => pictureLikeness(blots(seed, 300, 200)))
    const distances = all.flatMap((a, index) => all.slice(index + 1).map((b) => unlikeBits(a, b)))
    expect(Math.min(...distances)).toBeGreaterThan(80)
    expect(Math.max(...distances)).toBeLessThan(176)
  })

  test('of flat paper is the same whatever its colour', () => {
    for (const value of [0, 97, 255])
      expect(pictureLikeness(blots(0, 61, 83, value, value))).toEqual(new Uint8Array(likenessBytes))
  })
})

describe('the likeness of a form', () => {
  const { width, height } = formLayout.page
  /** The page fills the picture. */
  const page = { map: [1 / width, 0, 0, 0, 1 / height, 0, 0, 0] } as const
  const region = { x: 0, y: 0, width: 1, height: 1 }
  const signed: FormReading = {
    kind: 'form',
    code: undefined,
    turn: 0,
    page,
    seal: { region, diameter: 42, roundness: 1, ink: 1 },
    signature: { region },
    doubts: [],
  }

  test('is told by what is in its boxes alone', () => {
    const picture = blots(3, 840, 1188)
    const elsewhere = { ...picture, data: picture.data.slice() }
    // The upper half of the page: heading, barcode and table.
    elsewhere.data.fill(30, 0, (elsewhere.data.length * 2) / 5)
    const [first, second] = [picture, elsewhere].map((pixels) => formLikeness(pixels, signed, formLayout))
    expect(first).toHaveLength(likenessBytes)
    expect(second).toEqual(first)
    const other = formLikeness(blots(4, 840, 1188), signed, formLayout)
    expect(first && other && unlikeBits(first, other)).toBeGreaterThan(80)
  })

  test('is none without the page, the seal and the signature', () => {
    const picture = blots(3, 840, 1188)
    for (const missing of ['page', 'seal', 'signature'] as const)
      expect(formLikeness(picture, { ...signed, [missing]: undefined }, formLayout)).toBeUndefined()
  })
})

test('unlikeBits counts the bits that differ', () => {
  expect(unlikeBits(Uint8Array.of(0b1010, 0xff), Uint8Array.of(0b0110, 0x00))).toBe(10)
})
