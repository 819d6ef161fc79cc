import type { Pixels } from '../colour.ts'
import type { Asked } from '../inspection.ts'
import type { CardReading, Region } from '../reading.ts'
import { findShapes, findSmallShapes } from './findShapes.ts'
import { readCard } from './readCard.ts'
import type { Part } from './shrink.ts'
import type { TextModels } from './textModels.ts'

/** A picture of which not every pixel is at hand. */
export interface PartlySeen {
  /** All of it, as seen, made smaller where it is large. */
  readonly overview: Pixels
  /** How many times as many pixels a side has as in the overview: at least 1. */
  readonly finer: number
  /** A part of it with its own pixels; undefined when it cannot be had. */
  part(region: Region): Promise<Pixels | undefined>
}

/** Pixels of an overview along the longer side of a card, below which its own pixels show more. */
const coarse = 700
/** What is added around the text of a card on each side, in shares of the longer one: around some of it, more. */
const margin = 0.2
const wideMargin = 0.8
/** Of the picture's longer side: looking closer at a larger part would show no more. */
const closeEnough = 0.62

/**
 * Reads a card that may be small in a large picture: there, by the picture's own pixels. What has a card's shape too is
 * looked at whether it is another.
 */
export const readPicture = async (
  picture: PartlySeen,
  models: TextModels,
  holder: Asked['holder'],
): Promise<CardReading> => {
  const shapes = findShapes(picture.overview)
  const reading = await readAny(picture, shapes[0], models, holder)
  const other = isRead(reading) && otherShape(shapes, reading, picture.overview)
  if (!other || reading.doubts.some(({ kind }) => kind === 'twoDocuments')) return reading
  const second = await readPart(picture, other, models, undefined)
  if (second === undefined || !isRead(second)) return reading
  const { card = regionOf(other, picture.overview) } = second.regions
  return { ...reading, doubts: [...reading.doubts, { kind: 'twoDocuments', region: card }] }
}

const readAny = async (
  picture: PartlySeen,
  shape: Part | undefined,
  models: TextModels,
  holder: Asked['holder'],
): Promise<CardReading> => {
  const { overview, finer } = picture
  const isCoarse = ({ width, height }: Part): boolean => finer > 1 && Math.max(width, height) < coarse
  const look = (part: Part): Promise<CardReading | undefined> => readPart(picture, part, models, holder)
  const closer = shape && isCoarse(shape) ? await look(shape) : undefined
  if (closer !== undefined && isRead(closer)) return closer

  const whole = await readCard(overview, models, holder, shape && closer === undefined ? [shape] : [])
  const { card } = whole.regions
  if (whole.idNumber === 'same') return whole
  const around = card && widened(card, overview, isRead(whole) ? margin : wideMargin)
  const isWorthIt = around && (isRead(whole) ? isCoarse(around) : isSmall(around, overview))
  const again = isWorthIt ? await look(around) : undefined
  if (again !== undefined && isRead(again)) return again
  if (isRead(whole)) return whole

  const [small] = findSmallShapes(overview)
  const last = small && (await look(small))
  const looks = [last, closer, again, whole].filter((reading) => reading !== undefined)
  return looks.find(isRead) ?? looks.find(({ side }) => side !== undefined) ?? whole
}

/** Whether the side was told that has no number, or the number was found: looked at otherwise, no more would be read. */
const isRead = ({ side, regions }: CardReading): boolean => side === 'back' || regions.idNumber !== undefined

/** How many times as long as the card another document's shape is at least. */
const leastShare = 0.6

/** The largest shape that is neither the card nor a part of it. */
const otherShape = (
  shapes: readonly Part[],
  { regions: { card } }: CardReading,
  overview: Pixels,
): Part | undefined => {
  if (card === undefined) return undefined
  const own = partOf(card, overview)
  const longSide = ({ width, height }: Part): number => Math.max(width, height)
  return shapes.find(
    (shape) =>
      longSide(shape) >= leastShare * longSide(own) && !isMiddleIn(shape, own) && !isMiddleIn(own, shape),
  )
}

const isMiddleIn = (a: Part, b: Part): boolean => {
  const [x, y] = [a.left + a.width / 2, a.top + a.height / 2]
  return x > b.left && y > b.top && x < b.left + b.width && y < b.top + b.height
}

const partOf = ({ x, y, width, height }: Region, { width: across, height: down }: Pixels): Part => ({
  left: x * across,
  top: y * down,
  width: width * across,
  height: height * down,
})

const regionOf = ({ left, top, width, height }: Part, { width: across, height: down }: Pixels): Region => ({
  x: left / across,
  y: top / down,
  width: width / across,
  height: height / down,
})

const isSmall = (part: Part, { width, height }: Pixels): boolean =>
  Math.max(part.width, part.height) < closeEnough * Math.max(width, height)

const widened = (region: Region, { width, height }: Pixels, margin: number): Part => {
  const more = Math.max(region.width * width, region.height * height) * margin
  const [left, top] = [Math.max(0, region.x * width - more), Math.max(0, region.y * height - more)]
  return {
    left,
    top,
    width: Math.min(width, (region.x + region.width) * width + more) - left,
    height: Math.min(height, (region.y + region.height) * height + more) - top,
  }
}

const readPart = async (
  picture: PartlySeen,
  within: Part,
  models: TextModels,
  holder: Asked['holder'],
): Promise<CardReading | undefined> => {
  const part = regionOf(within, picture.overview)
  const pixels = await picture.part(part)
  if (pixels === undefined) return undefined
  const { regions, doubts, ...told } = await readCard(pixels, models, holder)
  const inside = part.x > 0 && part.y > 0 && part.x + part.width < 1 && part.y + part.height < 1
  const { idNumber, name, card } = regions
  return {
    ...told,
    regions: {
      ...(idNumber && { idNumber: ofWhole(idNumber, part) }),
      ...(name && { name: ofWhole(name, part) }),
      ...(card && { card: ofWhole(card, part) }),
    },
    doubts: doubts
      // What is missing of a part was cut off here.
      .filter(({ kind }) => kind !== 'cutOff' || !inside)
      .map(({ kind, region }) => ({ kind, ...(region && { region: ofWhole(region, part) }) })),
  }
}

const ofWhole = (region: Region, part: Region): Region => ({
  x: part.x + region.x * part.width,
  y: part.y + region.y * part.height,
  width: region.width * part.width,
  height: region.height * part.height,
})
