import { describe, expect, test } from 'vitest'
import type { Pixels } from '../../../src/core/scan/colour.ts'
import { drawMarks } from '../../../src/core/scan/drawMarks.ts'

const grey = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4).fill(128),
})
const at = ({ data, width }: Pixels, x: number, y: number): readonly number[] => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3),
]
const changed = (before: Pixels, after: Pixels): readonly (readonly [number, number])[] =>
  Array.from({ length: before.width * before.height }, (_, index) => index)
    .filter((index) => before.data[index * 4] !== after.data[index * 4])
    .map((index) => [index % before.width, Math.floor(index / before.width)] as const)

describe('drawMarks', () => {
  test('frames a region from outside, in red within a light line, and leaves the rest alone', () => {
    const before = grey(640, 480)
    const region = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }
    const after = drawMarks(before, [region])
    const pixels = changed(before, after)
    expect(pixels.length).toBeGreaterThan(1000)
    expect(pixels.every(([x, y]) => !(x > 165 && x < 474 && y > 125 && y < 354))).toBe(true)
    const across = Array.from({ length: 30 }, (_, x) => at(after, 150 + x, 240))
    expect(across).toContainEqual([214, 24, 36])
    expect(across).toContainEqual([255, 240, 120])
    expect(before.data.every((value) => value === 128)).toBe(true)
  })

  test('numbers regions, each label clear of the others, also when they share a place', () => {
    const region = { x: 0.5, y: 0.5, width: 0.2, height: 0.2 }
    const white = (pixels: Pixels): number =>
      [...pixels.data].filter((_, index) => index % 4 === 1 && pixels.data[index] === 255).length
    const once = white(drawMarks(grey(640, 480), [region]))
    const twice = white(drawMarks(grey(640, 480), [region, region]))
    expect(once).toBeGreaterThan(50)
    expect(twice).toBeGreaterThan(once * 1.5)
  })

  test('shows a place without extent, and one at the very edge', () => {
    const before = grey(640, 480)
    for (const [x, y] of [
      [0, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      const pixels = changed(before, drawMarks(before, [{ x, y, width: 0, height: 0 }]))
      expect(pixels.length).toBeGreaterThan(300)
    }
  })

  test('draws nothing for nothing', () => {
    const before = grey(64, 48)
    expect(drawMarks(before, []).data).toEqual(before.data)
  })
})
