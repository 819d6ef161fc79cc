import type { Pixels } from '../colour.ts'
import { resample } from './resample.ts'
import { shrink, type Part } from './shrink.ts'
import { textBoxes, type TextBox } from './textBoxes.ts'
import type { TextModels } from './textModels.ts'

/** The longest side, in pixels, at which text is looked for: of the whole picture, then of where there is some. */
const wholeSide = 544
const closeSide = 512

/** A card fills so much of the picture that looking closer at it would show no more. */
const closeEnough = 0.62

/** So many lines, the longest of them this share of the part's longer side, are the text of a card. */
const fewestLines = 4
const leastReach = 0.35

/** The lines of text in a picture, the longest first; looked for where a card may be, and else everywhere. */
export const findLines = async (
  pixels: Pixels,
  models: TextModels,
  likely: readonly Part[] = [],
): Promise<readonly TextBox[]> => {
  for (const part of likely) {
    const lines = await linesWithin(pixels, part, closeSide, models)
    const reach = (lines[0]?.length ?? 0) / Math.max(part.width, part.height)
    if (lines.length >= fewestLines && reach >= leastReach) return lines
  }
  const whole = { left: 0, top: 0, width: pixels.width, height: pixels.height }
  const lines = await linesWithin(pixels, whole, wholeSide, models)
  const text = surrounding(lines, pixels)
  const share = Math.max(text.width, text.height) / Math.max(pixels.width, pixels.height)
  if (lines.length === 0 || share > closeEnough) return lines
  const closer = await linesWithin(pixels, text, closeSide, models)
  return closer.length === 0 ? lines : closer
}

const linesWithin = async (
  pixels: Pixels,
  { left, top, width, height }: Part,
  longSide: number,
  models: TextModels,
): Promise<readonly TextBox[]> => {
  const step = Math.max(1 / 2, Math.max(width, height) / longSide)
  const whole = (length: number): number => Math.ceil(length / step / models.stride) * models.stride
  const size = { width: whole(width), height: whole(height) }
  const part =
    step >= 1
      ? shrink(pixels, { left, top }, size, step)
      : resample(pixels, size, {
          origin: { x: left, y: top },
          right: { x: step, y: 0 },
          down: { x: 0, y: step },
        })
  const boxes = textBoxes(await models.findText(part), size.width)
  return boxes.map((box) => ({
    ...box,
    centre: { x: left + box.centre.x * step, y: top + box.centre.y * step },
    length: box.length * step,
    height: box.height * step,
  }))
}

/** Where the text is, with as much around it as a card that is half read may reach further. */
const surrounding = (lines: readonly TextBox[], { width, height }: Pixels): Part => {
  const reach = lines.map(({ centre, length }) => ({ ...centre, half: length / 2 }))
  const margin = Math.max(0, ...lines.map(({ length }) => length)) / 2
  const left = Math.max(0, Math.min(...reach.map(({ x, half }) => x - half)) - margin)
  const top = Math.max(0, Math.min(...reach.map(({ y, half }) => y - half)) - margin)
  const right = Math.min(width, Math.max(...reach.map(({ x, half }) => x + half)) + margin)
  const bottom = Math.min(height, Math.max(...reach.map(({ y, half }) => y + half)) + margin)
  return { left, top, width: right - left, height: bottom - top }
}

/** The longest line that is read, in multiples of its height. */
const longestRatio = 28

/** A line cut out and laid flat; an `angle` beyond ±π/2 turns it upside down. */
export const cropLine = (
  pixels: Pixels,
  { centre, length, height, angle }: TextBox,
  lineHeight: number,
): Pixels => {
  const ratio = Math.min(longestRatio, length / height)
  const width = Math.max(lineHeight, Math.round(lineHeight * ratio))
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [along, across] = [length / width, height / lineHeight]
  return resample(
    pixels,
    { width, height: lineHeight },
    {
      origin: {
        x: centre.x - (cos * length - sin * height) / 2,
        y: centre.y - (sin * length + cos * height) / 2,
      },
      right: { x: cos * along, y: sin * along },
      down: { x: -sin * across, y: cos * across },
    },
  )
}
