import type { Pixels } from '../colour.ts'
import type { Region, SeenDoubt } from '../reading.ts'
import { brightness, edgeWidth, largestSpot } from './cardMeasures.ts'
import { cardCorners, cardFront, regionAround, type CardPose } from './cardPose.ts'
import { cropLine } from './findLines.ts'
import { resample } from './resample.ts'
import { cornersOf, type TextBox } from './textBoxes.ts'

/** What was found of a card, in pixels of the picture. */
export interface FoundOfCard {
  /** The longest first. */
  readonly boxes: readonly TextBox[]
  readonly number: TextBox | undefined
  readonly pose: CardPose | undefined
}

/** Shares of a line's height, and pixels, wider than both of which its edges are blurred. */
const sharpEdge = 0.08
const sharpPixels = 1.75
/** Darker paper than this, 0 to 255, is hard to read for a person too. */
const leastBrightness = 68
/** Of a spot of glare, in squares of the lines' usual height. */
const leastSpot = 0.5
/** Millimetres of a card that may lie outside of the picture: its place is not known better than this. */
const mostOutside = 2.5
/** Of the lines' usual height: nearer to the picture's edge no text stands on a whole card. */
const nearEdge = 0.5

/** What is doubtful about a picture of a card, with the place to look at. */
export const doubtsOf = (pixels: Pixels, found: FoundOfCard): readonly SeenDoubt[] => {
  const text = textOf(pixels, found.boxes)
  if (text === undefined) return brightness(pixels) < leastBrightness ? [{ kind: 'dark' }] : []
  const spot = spotIn(pixels, text)
  return [
    isBlurred(pixels, found) && { kind: 'blurred' as const, region: numberOr(text, found, pixels) },
    brightness(text.pixels) < leastBrightness && { kind: 'dark' as const, region: text.region },
    spot && { kind: 'glare' as const, region: spot },
    isCutOff(pixels, found, text) && { kind: 'cutOff' as const, region: text.region },
  ].filter((doubt) => doubt !== undefined && doubt !== false)
}

/** The part of the picture that holds all text, made so small that a line is this many pixels high. */
interface TextPart {
  readonly region: Region
  readonly pixels: Pixels
  /** Of the lines, in pixels of the picture. */
  readonly usualHeight: number
}
const smallLine = 8

const textOf = (pixels: Pixels, boxes: readonly TextBox[]): TextPart | undefined => {
  const heights = boxes.map(({ height }) => height).toSorted((a, b) => a - b)
  const usualHeight = heights[heights.length >> 1]
  const region = regionAround(boxes.flatMap(cornersOf), pixels)
  if (usualHeight === undefined || region === undefined) return undefined
  const step = usualHeight / smallLine
  const size = {
    width: Math.max(1, Math.round((region.width * pixels.width) / step)),
    height: Math.max(1, Math.round((region.height * pixels.height) / step)),
  }
  const part = resample(pixels, size, {
    origin: { x: region.x * pixels.width, y: region.y * pixels.height },
    right: { x: step, y: 0 },
    down: { x: 0, y: step },
  })
  return { region, pixels: part, usualHeight }
}

const numberOr = (text: TextPart, { number }: FoundOfCard, pixels: Pixels): Region =>
  (number && regionAround(cornersOf(number), pixels)) ?? text.region

const measuredHeight = 48
const measuredLines = 5

/** By the middling one of the longest lines. */
const isBlurred = (pixels: Pixels, { boxes }: FoundOfCard): boolean => {
  const lines = boxes.slice(0, measuredLines).map((line) => {
    const width = edgeWidth(cropLine(pixels, line, measuredHeight))
    return { width, pixels: width * line.height }
  })
  const middling = lines.toSorted((a, b) => a.width - b.width)[lines.length >> 1]
  return middling !== undefined && middling.width > sharpEdge && middling.pixels > sharpPixels
}

const spotIn = (picture: Pixels, { region, pixels }: TextPart): Region | undefined => {
  const spot = largestSpot(pixels)
  if (spot === undefined || spot.pixels < leastSpot * smallLine ** 2) return undefined
  const scale = (region.width * picture.width) / pixels.width
  const place = (x: number, y: number) => ({
    x: region.x * picture.width + x * scale,
    y: region.y * picture.height + y * scale,
  })
  return regionAround([place(spot.left, spot.top), place(spot.right, spot.bottom)], picture)
}

const isCutOff = (
  { width, height }: Pixels,
  { boxes, pose }: FoundOfCard,
  { usualHeight }: TextPart,
): boolean => {
  if (pose === undefined) {
    const edge = usualHeight * nearEdge
    return boxes
      .flatMap(cornersOf)
      .some(({ x, y }) => x < edge || y < edge || x > width - edge || y > height - edge)
  }
  const corners = cardCorners(pose)
  const [left, right] = corners
  if (left === undefined || right === undefined) return false
  const pixelsPerMm = Math.hypot(right.x - left.x, right.y - left.y) / cardFront.width
  return corners.some(({ x, y }) => Math.max(-x, -y, x - width, y - height) > mostOutside * pixelsPerMm)
}
