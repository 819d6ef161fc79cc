import { describe, expect, it } from 'vitest'
import type { Pixels } from '../../../../src/core/scan/colour.ts'
import { fourierOf } from '../../../../src/core/scan/form/fourier.ts'
import { hasDotGrid } from '../../../../src/core/scan/form/dotGrid.ts'
import { seeded } from '../../../support/random.ts'

const size = { width: 1280, height: 320 }

/** Paper with grain, its light as a share of white given for each pixel. */
const stretch = (light: (x: number, y: number) => number): Pixels => {
  const random = seeded(5)
  const data = new Uint8ClampedArray(size.width * size.height * 4)
  for (let y = 0, at = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++, at += 4) {
      const value = 220 * light(x, y) + 6 * (random() + random() - 1)
      data.fill(value, at, at + 3)
    }
  return { ...size, data }
}

/** A table's lines, all aslant. */
const ruled = (x: number, y: number): number => (Math.abs((x + 0.15 * y) % 131) < 3 ? 0.25 : 1)
/** Letters of a kind: upright strokes in lines. */
const printed = (x: number, y: number): number => (y % 120 < 30 && x % 17 < 4 && (x * 7) % 5 < 3 ? 0.2 : 1)

describe('a screen photographed', () => {
  it.each([
    [3.1, 0],
    [4.4, 0.3],
    [6.7, 1.2],
  ])('shows dots %d pixels apart, turned by %d, hardly to be seen', (apart, turn) => {
    const [right, down] = [(2 * Math.PI * Math.cos(turn)) / apart, (2 * Math.PI * Math.sin(turn)) / apart]
    const dots = (x: number, y: number): number =>
      Math.min(ruled(x, y), printed(x, y)) * (1 + 0.05 * Math.cos(right * x + down * y))
    expect(hasDotGrid(stretch(dots))).toBe(true)
  })
})

describe('paper', () => {
  it.each([
    ['with nothing on it', () => 1],
    ['with lines aslant', ruled],
    ['with print', printed],
    [
      'with both in a shadow',
      (x: number, y: number) => Math.min(ruled(x, y), printed(x, y)) * (x > 500 ? 0.6 : 1),
    ],
    ['with the blocks of a compression', (x: number, y: number) => (x % 8 === 0 || y % 8 === 0 ? 0.98 : 1)],
  ])('%s shows none', (_, light) => {
    expect(hasDotGrid(stretch(light))).toBe(false)
  })

  it('too little of it shows none', () => {
    expect(hasDotGrid({ width: 63, height: 63, data: new Uint8ClampedArray(63 * 63 * 4) })).toBe(false)
  })
})

describe("Fourier's transform", () => {
  it('is that of the definition, of each column', () => {
    const random = seeded(9)
    const columns = 3
    const [real, imaginary] = [new Float64Array(16 * columns), new Float64Array(16 * columns)]
    const before = real.map(() => random())
    const beforeImaginary = imaginary.map(() => random())
    real.set(before)
    imaginary.set(beforeImaginary)
    fourierOf(16)(real, imaginary)
    for (let column = 0; column < columns; column++)
      for (let wave = 0; wave < 16; wave++) {
        let [right, down] = [0, 0]
        for (let row = 0; row < 16; row++) {
          const at = row * columns + column
          const [r, i] = [before[at] ?? 0, beforeImaginary[at] ?? 0]
          const turn = (-2 * Math.PI * wave * row) / 16
          right += r * Math.cos(turn) - i * Math.sin(turn)
          down += r * Math.sin(turn) + i * Math.cos(turn)
        }
        expect(real[wave * columns + column]).toBeCloseTo(right, 10)
        expect(imaginary[wave * columns + column]).toBeCloseTo(down, 10)
      }
  })
})
