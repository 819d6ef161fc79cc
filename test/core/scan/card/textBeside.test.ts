import { describe, expect, it } from 'vitest'
import type { Line } from '../../../../src/core/scan/card/readCard.ts'
import { textBeside } from '../../../../src/core/scan/card/textBeside.ts'
import type { TextBox } from '../../../../src/core/scan/card/textBoxes.ts'
import { lineOf } from './lines.ts'

const pixels = { width: 1000, height: 1000, data: new Uint8ClampedArray() }
/** In the upper half of the picture. */
const card = { x: 0.1, y: 0.05, width: 0.5, height: 0.32 }

const lineAt = (y: number): TextBox => ({ centre: { x: 350, y }, length: 300, height: 20, angle: 0 })

/** Lines of text by how far down they stand. */
const beside = async (lines: Readonly<Record<number, string>>) => {
  const asked: number[] = []
  const boxes = Object.keys(lines).map((y) => lineAt(Number(y)))
  const read = async (box: TextBox): Promise<Line> => {
    const text = lines[box.centre.y] ?? ''
    asked.push(box.centre.y)
    return { box, text, characters: [], reading: lineOf(Array.from(text)) }
  }
  return { region: await textBeside(pixels, boxes, card, read), asked }
}

const front = { 100: '姓名张三', 330: '110101190001010006' }

describe('beside a card', () => {
  it('is another by the words of its back', async () => {
    const { region } = await beside({ ...front, 600: '中华人民共和国', 660: '居民身份证' })
    expect(region).toEqual({ x: 0.2, y: 0.59, width: expect.closeTo(0.3), height: expect.closeTo(0.08) })
  })

  it('is another by its whole number', async () => {
    expect((await beside({ ...front, 800: '110101190001010014' })).region).toBeDefined()
    expect((await beside({ ...front, 800: '13800138000' })).region).toBeUndefined()
  })

  it('is none, and nothing more is read, where all text stands on the card or near its edge', async () => {
    expect(await beside({ ...front, 405: '中华人民共和国居民身份证' })).toEqual({
      region: undefined,
      asked: [],
    })
  })

  it('is none where the text says something else', async () => {
    expect((await beside({ ...front, 600: '使用说明', 700: '姓名' })).region).toBeUndefined()
  })
})
