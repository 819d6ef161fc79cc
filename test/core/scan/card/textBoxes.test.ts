import { describe, expect, it } from 'vitest'
import { cropLine } from '../../../../src/core/scan/card/findLines.ts'
import { cornersOf, textBoxes } from '../../../../src/core/scan/card/textBoxes.ts'

const side = 120

/** Sure of text within bars: centre, half length and half height, turned by degrees. */
const mapOf = (
  bars: readonly { x: number; y: number; long: number; high: number; degrees: number }[],
): Float32Array =>
  Float32Array.from({ length: side * side }, (_, at) => {
    const [px, py] = [(at % side) + 0.5, Math.floor(at / side) + 0.5]
    return bars.some(({ x, y, long, high, degrees }) => {
      const angle = (degrees * Math.PI) / 180
      const along = (px - x) * Math.cos(angle) + (py - y) * Math.sin(angle)
      const across = (py - y) * Math.cos(angle) - (px - x) * Math.sin(angle)
      return Math.abs(along) <= long && Math.abs(across) <= high
    })
      ? 0.9
      : 0.01
  })

describe('textBoxes', () => {
  it('finds lines with their direction, the longest first, wider than what is marked', () => {
    const boxes = textBoxes(
      mapOf([
        { x: 40, y: 20, long: 20, high: 2, degrees: 0 },
        { x: 60, y: 70, long: 45, high: 3, degrees: 20 },
      ]),
      side,
    )
    expect(boxes).toHaveLength(2)
    expect(boxes[0]?.centre.x).toBeCloseTo(60, 0)
    expect(boxes[0]?.centre.y).toBeCloseTo(70, 0)
    expect(boxes[0]?.angle).toBeCloseTo((20 * Math.PI) / 180, 1)
    expect(boxes[0]?.length).toBeGreaterThan(90)
    expect(boxes[0]?.height).toBeGreaterThan(6)
    expect(boxes[1]?.angle).toBeCloseTo(0, 1)
  })

  it('lays a short word along the lines around it', () => {
    const boxes = textBoxes(
      mapOf([
        { x: 60, y: 60, long: 50, high: 3, degrees: 30 },
        { x: 30, y: 90, long: 4, high: 4, degrees: 0 },
      ]),
      side,
    )
    expect(boxes[1]?.angle).toBeCloseTo(Math.PI / 6, 1)
  })

  it('takes neither specks nor what is unlikely for text', () => {
    expect(textBoxes(mapOf([{ x: 20, y: 20, long: 1, high: 1, degrees: 0 }]), side)).toEqual([])
    expect(textBoxes(new Float32Array(side * side).fill(0.35), side)).toEqual([])
    expect(textBoxes(new Float32Array(0), side)).toEqual([])
  })
})

describe('cropLine', () => {
  it('lays a turned line flat, and upside down when asked to', () => {
    const data = new Uint8ClampedArray(40 * 40 * 4)
    for (let at = 0; at < 40 * 40; at++) data.fill(Math.floor(at / 40) < 20 ? 200 : 50, at * 4, at * 4 + 4)
    const picture = { width: 40, height: 40, data }
    // Down the picture, from its light half into its dark one.
    const down = { centre: { x: 20, y: 20 }, length: 20, height: 10, angle: Math.PI / 2 }
    const line = cropLine(picture, down, 8)
    expect([line.width, line.height]).toEqual([16, 8])
    expect(line.data[0]).toBe(200)
    expect(line.data[15 * 4]).toBe(50)
    const turned = cropLine(picture, { ...down, angle: -Math.PI / 2 }, 8)
    expect(turned.data[0]).toBe(50)
  })

  it('shows grey where the picture ends', () => {
    const picture = { width: 4, height: 4, data: new Uint8ClampedArray(64).fill(255) }
    const beyond = { centre: { x: 30, y: 2 }, length: 8, height: 4, angle: 0 }
    expect(cropLine(picture, beyond, 8).data[0]).toBe(128)
    expect(cornersOf(beyond)).toHaveLength(4)
  })
})
