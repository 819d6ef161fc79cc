import type { Pixels } from '../colour.ts'
import type { Asked } from '../inspection.ts'
import type { CardReading, Region } from '../reading.ts'
import { findShapes } from './findShapes.ts'
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
/** What is added around the text of a card on each side, in shares of the longer one. */
const margin = 0.2

/** Reads a card that may be small in a large picture: there, by the picture's own pixels. */
export const readPicture = async (
  picture: PartlySeen,
  models: TextModels,
  holder: Asked['holder'],
): Promise<CardReading> => {
  const { overview, finer } = picture
  const shapes = findShapes(overview)
  const isCoarse = ({ width, height }: Part): boolean => finer > 1 && Math.max(width, height) < coarse
  const [shape] = shapes
  const closer = shape && isCoarse(shape) ? await readPart(picture, shape, models, holder) : undefined
  if (closer !== undefined && isTold(closer)) return closer

  const reading = await readCard(overview, models, holder, closer === undefined ? shapes.slice(0, 1) : [])
  const { card } = reading.regions
  if (card === undefined || reading.idNumber === 'same') return reading
  const part = widened(card, overview)
  const second = isCoarse(part) ? await readPart(picture, part, models, holder) : undefined
  return second !== undefined && isTold(second) ? second : reading
}

/** Whether it is a card, read or not: looked at otherwise, it would not be read either. */
const isTold = ({ side, regions }: CardReading): boolean =>
  side !== undefined || regions.idNumber !== undefined

const widened = (region: Region, { width, height }: Pixels): Part => {
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
  { overview, part: partOf }: PartlySeen,
  { left, top, width, height }: Part,
  models: TextModels,
  holder: Asked['holder'],
): Promise<CardReading | undefined> => {
  const part = {
    x: left / overview.width,
    y: top / overview.height,
    width: width / overview.width,
    height: height / overview.height,
  }
  const pixels = await partOf(part)
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
