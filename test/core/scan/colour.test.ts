import { describe, expect, test } from 'vitest'
import { isGreyscale, isTooDarkForColour, lightOf } from '../../../src/core/scan/colour.ts'

type Colour = readonly [red: number, green: number, blue: number]

/** 400 × 300, all of one colour but for this many pixels of another. */
const picture = (background: Colour, dots = 0, dot: Colour = [214, 50, 58]) => {
  const data = new Uint8ClampedArray(400 * 300 * 4)
  for (let pixel = 0; pixel < 400 * 300; pixel++) {
    data.set([...(pixel < dots ? dot : background), 255], pixel * 4)
  }
  return { width: 400, height: 300, data }
}

describe('isGreyscale', () => {
  test('of white paper without anything, and of grey with the rounding of a decoder', () => {
    expect(isGreyscale(picture([255, 255, 255]))).toBe(true)
    expect(isGreyscale(picture([181, 180, 181]))).toBe(true)
    expect(isGreyscale(picture([255, 255, 255], 40_000, [20, 20, 20]))).toBe(true)
  })

  test('not of a clean white page with a seal, be its ink faint or its share half a per cent', () => {
    expect(isGreyscale(picture([255, 255, 255], 600))).toBe(false)
    expect(isGreyscale(picture([255, 255, 255], 600, [255, 225, 228]))).toBe(false)
  })

  test('not of white paper photographed in warm or cool light', () => {
    expect(isGreyscale(picture([236, 228, 214]))).toBe(false)
    expect(isGreyscale(picture([226, 229, 232]))).toBe(false)
  })

  test('of grey with a few stray coloured pixels', () => {
    expect(isGreyscale(picture([255, 255, 255], 30))).toBe(true)
  })
})

describe('isTooDarkForColour', () => {
  test('of what is dark throughout, be it paper with print', () => {
    expect(isTooDarkForColour(picture([52, 50, 51], 40_000, [4, 4, 4]))).toBe(true)
    expect(isTooDarkForColour(picture([52, 50, 51], 600, [255, 255, 255]))).toBe(true)
  })

  test('not where a fiftieth of it is light: there colour would be seen', () => {
    expect(isTooDarkForColour(picture([120, 120, 120]))).toBe(false)
    expect(isTooDarkForColour(picture([20, 20, 20], 2400, [200, 200, 200]))).toBe(false)
  })

  test('by the light that all but a share stays under', () => {
    expect(lightOf(picture([10, 10, 10], 12_000, [90, 90, 90]), 0.05)).toBe(90)
    expect(lightOf(picture([10, 10, 10], 12_000, [90, 90, 90]), 0.2)).toBe(10)
  })
})
