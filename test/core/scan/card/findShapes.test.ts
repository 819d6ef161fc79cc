import { describe, expect, it } from 'vitest'
import { findShapes, findSmallShapes } from '../../../../src/core/scan/card/findShapes.ts'

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly degrees: number
}

const size = { width: 640, height: 480 }

type Ground = (x: number, y: number) => readonly number[]
const brown: Ground = () => [112, 84, 60]
const checked: Ground = (x, y) =>
  Math.floor(x / 9) % 2 === Math.floor(y / 9) % 2 ? [206, 214, 206] : [180, 44, 40]
const halfInShadow: Ground = (x, y) => (x + y < 700 ? [206, 178, 140] : [96, 80, 62])

/** Pale rectangles, each with a dark spot. */
const picture = (rectangles: readonly Rectangle[], ground = brown) => {
  const data = new Uint8ClampedArray(size.width * size.height * 4)
  for (let at = 0; at < size.width * size.height; at++) {
    const [x, y] = [at % size.width, Math.floor(at / size.width)]
    let colour = ground(x, y)
    for (const { x: left, y: top, width, height, degrees } of rectangles) {
      const angle = (degrees * Math.PI) / 180
      const [dx, dy] = [x - left - width / 2, y - top - height / 2]
      const u = dx * Math.cos(angle) + dy * Math.sin(angle)
      const v = dy * Math.cos(angle) - dx * Math.sin(angle)
      if (Math.abs(u) < width / 2 && Math.abs(v) < height / 2) {
        colour = Math.hypot(u - width / 4, v) < height / 6 ? [40, 40, 60] : [214, 226, 222]
      }
    }
    data.set([...colour, 255], at * 4)
  }
  return { ...size, data }
}

describe('findShapes', () => {
  it('finds a small card, turned as it may be, with a margin around it', () => {
    for (const degrees of [0, 12, -40, 90]) {
      const [part, ...others] = findShapes(picture([{ x: 360, y: 200, width: 70, height: 44, degrees }]))
      expect(others).toEqual([])
      expect(part && part.left + part.width / 2).toBeCloseTo(395, -1)
      expect(part && part.top + part.height / 2).toBeCloseTo(222, -1)
      expect(Math.max(part?.width ?? 0, part?.height ?? 0)).toBeGreaterThan(76)
      expect(Math.max(part?.width ?? 0, part?.height ?? 0)).toBeLessThan(106)
    }
  })

  it('takes the larger of two for the card', () => {
    const parts = findShapes(
      picture([
        { x: 40, y: 40, width: 48, height: 30, degrees: 0 },
        { x: 280, y: 240, width: 160, height: 101, degrees: 5 },
      ]),
    )
    expect(parts).toHaveLength(2)
    expect(parts[0]?.left).toBeGreaterThan(240)
  })

  it('takes no strip, no square, no speck and no whole page for a card', () => {
    const none = [
      { width: 240, height: 32 },
      { width: 120, height: 120 },
      { width: 16, height: 10 },
      { width: 520, height: 400 },
    ]
    for (const { width, height } of none) {
      expect(findShapes(picture([{ x: 60, y: 40, width, height, degrees: 0 }]))).toEqual([])
    }
  })
})

describe('findSmallShapes', () => {
  it.each([
    ['one colour', brown],
    ['a checked cloth', checked],
    ['what is half in shadow', halfInShadow],
  ])('finds a small card on %s', (_, ground) => {
    for (const degrees of [0, 12, -40, 90]) {
      const [part] = findSmallShapes(picture([{ x: 440, y: 300, width: 70, height: 44, degrees }], ground))
      expect(part && part.left + part.width / 2).toBeCloseTo(475, -1)
      expect(part && part.top + part.height / 2).toBeCloseTo(322, -1)
      expect(Math.max(part?.width ?? 0, part?.height ?? 0)).toBeGreaterThan(70)
      expect(Math.max(part?.width ?? 0, part?.height ?? 0)).toBeLessThan(120)
    }
  })

  it('finds nothing where there is nothing', () => {
    for (const ground of [brown, checked]) expect(findSmallShapes(picture([], ground))).toEqual([])
  })
})
