import type { Pixels } from '../colour.ts'
import type { Point, Region } from '../reading.ts'

/** Of a resident identity card's front, in millimetres from its top left: where what is found of it is printed. */
export const cardFront = {
  width: 85.6,
  height: 54,
  /** The middle of the number's first and of its last character. */
  number: { first: { x: 29.9, y: 46.9 }, last: { x: 74.8, y: 46.9 } },
  /** The line of the name, from the left of its label. */
  name: { left: { x: 5.6, y: 8.7 } },
  /** How far down the lines stand, all from the same left, by the first character of their labels. */
  labels: { 姓: 8.7, 性: 15.6, 出: 22.3, 住: 29.2, 公: 46.9 },
} as const

/** The map from millimetres on the card to pixels of the picture. */
export type CardPose = (point: Point) => Point

/** From the ends of the number alone: right where the number is, off by what the card is tilted elsewhere. */
export const poseFromNumber = (first: Point, last: Point): CardPose => {
  const { first: from, last: to } = cardFront.number
  const length = to.x - from.x
  const right = { x: (last.x - first.x) / length, y: (last.y - first.y) / length }
  return poseFrom(first, right, { x: -right.y, y: right.x })
}

/** With the left end of the name's line too, which tells how the card is tilted. */
export const poseFromLines = (first: Point, last: Point, nameLeft: Point): CardPose => {
  const { first: from, last: to } = cardFront.number
  const { left } = cardFront.name
  const length = to.x - from.x
  const right = { x: (last.x - first.x) / length, y: (last.y - first.y) / length }
  const across = left.x - from.x
  const along = left.y - from.y
  return poseFrom(first, right, {
    x: (nameLeft.x - first.x - right.x * across) / along,
    y: (nameLeft.y - first.y - right.y * across) / along,
  })
}

/** From where two labels begin: of one side's lines, the texts as read and their left ends. */
export const poseFromLabels = (
  lines: readonly { readonly text: string; readonly left: Point }[],
): CardPose | undefined => {
  const known = lines
    .map(({ text, left }) => ({
      left,
      mm: Object.entries(cardFront.labels).find(([label]) => text.startsWith(label))?.[1],
    }))
    .flatMap(({ left, mm }) => (mm === undefined ? [] : [{ left, mm }]))
    .toSorted((a, b) => a.mm - b.mm)
  const [top, bottom] = [known[0], known.at(-1)]
  if (top === undefined || bottom === undefined || bottom.mm - top.mm < 5) return undefined
  const length = bottom.mm - top.mm
  const down = { x: (bottom.left.x - top.left.x) / length, y: (bottom.left.y - top.left.y) / length }
  const right = { x: down.y, y: -down.x }
  return ({ x, y }) => {
    const [across, along] = [x - cardFront.name.left.x, y - top.mm]
    return {
      x: top.left.x + right.x * across + down.x * along,
      y: top.left.y + right.y * across + down.y * along,
    }
  }
}

const poseFrom =
  (first: Point, right: Point, down: Point): CardPose =>
  ({ x, y }) => {
    const across = x - cardFront.number.first.x
    const along = y - cardFront.number.first.y
    return {
      x: first.x + right.x * across + down.x * along,
      y: first.y + right.y * across + down.y * along,
    }
  }

export const cardCorners = (pose: CardPose): readonly Point[] => {
  const { width, height } = cardFront
  return [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ].map(pose)
}

/** The part of the picture that holds the points; undefined when none of it does. */
export const regionAround = (
  points: readonly Point[],
  { width, height }: Pick<Pixels, 'width' | 'height'>,
): Region | undefined => {
  const share = (value: number, whole: number): number => Math.min(1, Math.max(0, value / whole))
  const xs = points.map(({ x }) => share(x, width))
  const ys = points.map(({ y }) => share(y, height))
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  const region = { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
  return region.width > 0 && region.height > 0 ? region : undefined
}
