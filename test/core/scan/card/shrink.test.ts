import { describe, expect, it } from 'vitest'
import { shrink } from '../../../../src/core/scan/card/shrink.ts'

/** Its red is the column, its green the row. */
const slopes = (width: number, height: number) => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => {
    const pixel = Math.floor(at / 4)
    return [pixel % width, Math.floor(pixel / width), 0, 255][at % 4] ?? 0
  }),
})

const at = ({ width, data }: { width: number; data: Uint8ClampedArray }, x: number, y: number) =>
  Array.from(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4))

describe('shrink', () => {
  it('takes the mean of what each new pixel covers', () => {
    const half = shrink(slopes(200, 100), { left: 0, top: 0 }, { width: 50, height: 25 }, 4)
    expect(at(half, 0, 0)).toEqual([2, 2, 0, 255])
    expect(at(half, 30, 20)).toEqual([122, 82, 0, 255])
  })

  it('shares a pixel out between the two that it lies in', () => {
    const made = shrink(slopes(200, 100), { left: 0, top: 0 }, { width: 80, height: 40 }, 2.5)
    // Columns 5, 6 and half of 7, rows 2.5 to 5.
    expect(at(made, 2, 1)[0]).toBe(Math.round((5 + 6 + 7 / 2) / 2.5))
    expect(at(made, 2, 1)[1]).toBe(Math.round((2 / 2 + 3 + 4) / 2.5))
  })

  it('begins where it is told, and is grey where there is no picture', () => {
    const made = shrink(slopes(40, 40), { left: 19, top: 10 }, { width: 20, height: 20 }, 3)
    expect(at(made, 0, 0)).toEqual([20, 11, 0, 255])
    expect(at(made, 15, 3)).toEqual([128, 128, 128, 255])
    expect(at(made, 3, 18)).toEqual([128, 128, 128, 255])
  })
})
