import { describe, expect, test } from 'vitest'
import type { Pixels } from '../../../src/core/scan/colour.ts'
import { turnedPixels, turnedRegion } from '../../../src/core/scan/turned.ts'

const turns = [0, 90, 180, 270] as const
const region = { x: 0.1, y: 0.2, width: 0.3, height: 0.05 }

/** Three by two, each pixel with its own red. */
const picture: Pixels = {
  width: 3,
  height: 2,
  data: Uint8ClampedArray.from({ length: 24 }, (_, at) => (at % 4 === 0 ? at : 255)),
}
const reds = ({ data }: Pixels): number[] => [...data].filter((_, at) => at % 4 === 0).map((red) => red / 4)

describe('a turned picture', () => {
  test('has its rows where they are seen', () => {
    expect(turns.map((turn) => reds(turnedPixels(picture, turn)))).toEqual([
      [0, 1, 2, 3, 4, 5],
      [3, 0, 4, 1, 5, 2],
      [5, 4, 3, 2, 1, 0],
      [2, 5, 1, 4, 0, 3],
    ])
    expect(turnedPixels(picture, 90)).toMatchObject({ width: 2, height: 3 })
    expect(turnedPixels(picture, 180)).toMatchObject({ width: 3, height: 2 })
  })

  test('has its regions where its pixels are', () => {
    const topRight = { x: 2 / 3, y: 0, width: 1 / 3, height: 1 / 2 }
    const at = turns.map((turn) => {
      const { x, y } = turnedRegion(topRight, turn)
      const { width, height } = turnedPixels(picture, turn)
      return reds(turnedPixels(picture, turn))[Math.round(y * height) * width + Math.round(x * width)]
    })
    expect(at).toEqual([2, 2, 2, 2])
  })

  test('is as it was after four quarters', () => {
    let quarter = region
    for (let turn = 0; turn < 4; turn++) quarter = turnedRegion(quarter, 90)
    for (const key of ['x', 'y', 'width', 'height'] as const) expect(quarter[key]).toBeCloseTo(region[key])
  })
})
