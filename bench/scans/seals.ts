import type { TrueType } from '../../src/adapters/pdf/trueType.ts'
import type { Random } from '../../test/support/random.ts'
import { chance, oneOf, within, type Range } from './chance.ts'
import {
  ellipse,
  emptyInk,
  fillCharacter,
  fillEdges,
  fillStroke,
  outline,
  printed,
  throughKnots,
  type Colour,
  type Ink,
} from './ink.ts'
import type { Place } from './lens.ts'

export interface SealSettings {
  /** Millimetres. */
  readonly diameter: Range
  readonly ring: Range
  /** Of a second ring inside the first, and how often there is one. */
  readonly innerRing: { readonly often: number; readonly gap: Range; readonly width: Range }
  /** The tip of the star from the centre, by the radius. */
  readonly star: Range
  readonly letters: { readonly size: Range; readonly condensed: Range; readonly arc: Range }
  readonly number: number
  /** Words across the seal, under the star, and how often. */
  readonly words: { readonly often: number; readonly of: readonly string[] }
  readonly inks: readonly Colour[]
  readonly strength: Range
  readonly uneven: Range
  readonly spread: Range
  /** The share of ink that is lost at one side where a seal was not pressed evenly. */
  readonly lean: Range
  readonly fonts: readonly TrueType[]
}

export const badSealKinds = [
  'ovalSeal',
  'squareSeal',
  'blackSeal',
  'redScribble',
  'drawnCircle',
  'solidDisc',
  'tinySeal',
] as const
export type BadSealKind = (typeof badSealKinds)[number]

export interface Seal {
  readonly ink: Ink
  readonly colour: Colour
  /** Millimetres, along the longer axis. */
  readonly diameter: number
  /** Of its ink, 0 to 1. */
  readonly strength: number
}

const black: Colour = [38, 36, 40]

/** A seal of the unit: round and red, or of a kind that is none of an organisation. */
export const drawSeal = (
  kind: 'seal' | BadSealKind,
  unitName: string,
  settings: SealSettings,
  perMm: number,
  random: Random,
): Seal => {
  const own = within(random, settings.diameter)
  const diameter = kind === 'tinySeal' ? within(random, [12, 22]) : own
  const radius = diameter / 2
  const ink = emptyInk({ x: radius + 2, y: radius + 2 }, perMm)
  const strength = within(random, settings.strength)
  drawings[kind](ink, { radius, unitName, settings, random })
  const lean = chance(random, 0.35) ? within(random, settings.lean) : 0
  printed(
    ink,
    { strength, uneven: within(random, settings.uneven), spread: spreadOf(settings, random), lean },
    random,
  )
  const colour = kind === 'blackSeal' ? black : oneOf(random, settings.inks)
  return { ink, colour, diameter, strength }
}

const spreadOf = ({ spread }: SealSettings, random: Random): number =>
  chance(random, 0.3) ? within(random, spread) : 0

interface Drawing {
  readonly radius: number
  readonly unitName: string
  readonly settings: SealSettings
  readonly random: Random
}

const ringOf = (ink: Ink, rx: number, ry: number, width: number): void =>
  fillEdges(ink, [...outline(ellipse(rx, ry)), ...outline(ellipse(rx - width, ry - width).toReversed())])

const drawStar = (ink: Ink, tip: number): void => {
  const points = Array.from({ length: 10 }, (_, corner): Place => {
    const length = corner % 2 === 0 ? tip : tip * 0.382
    const angle = (Math.PI / 5) * corner - Math.PI / 2
    return [length * Math.cos(angle), length * Math.sin(angle)]
  })
  fillEdges(ink, outline(points))
}

/** Characters along the ring from left to right over the top; `flat` presses the circle into an ellipse. */
const drawArc = (
  ink: Ink,
  text: string,
  {
    radius,
    flat = 1,
    size,
    arc,
    condensed,
    font,
  }: {
    readonly radius: number
    readonly flat?: number
    readonly size: number
    readonly arc: number
    readonly condensed: number
    readonly font: TrueType
  },
): void => {
  const characters = Array.from(text)
  const step = Math.min(arc / Math.max(1, characters.length - 1), 0.75)
  const begin = -Math.PI / 2 - (step * (characters.length - 1)) / 2
  const fitting = Math.min(condensed, (step * (radius + size * 0.4)) / size)
  for (const [index, character] of characters.entries()) {
    const angle = begin + index * step
    const at: Place = [radius * Math.cos(angle), radius * flat * Math.sin(angle)]
    const turn = Math.atan2(Math.cos(angle) * flat, -Math.sin(angle))
    fillCharacter(ink, font, character, { at, size, condensed: fitting, turn })
  }
}

/** The number of thirteen digits that stands along the ring's bottom, read from left to right. */
const drawNumber = (ink: Ink, radius: number, font: TrueType, random: Random): void => {
  const size = 2.2
  for (let digit = 0; digit < 13; digit++) {
    const angle = Math.PI / 2 + ((6 - digit) * 1.5) / radius
    const at: Place = [radius * Math.cos(angle), radius * Math.sin(angle)]
    const turn = angle - Math.PI / 2
    fillCharacter(ink, font, String(Math.floor(random() * 10)), { at, size, condensed: 0.9, turn })
  }
}

const round = (ink: Ink, { radius, unitName, settings, random }: Drawing): void => {
  const { innerRing, letters, words } = settings
  const ring = within(random, settings.ring)
  ringOf(ink, radius, radius, ring)
  const gap = within(random, innerRing.gap)
  const inner = chance(random, innerRing.often)
  const innerWidth = within(random, innerRing.width)
  if (inner) ringOf(ink, radius - ring - gap, radius - ring - gap, innerWidth)
  const inside = radius - ring - (inner ? gap + innerWidth : 0)
  const font = oneOf(random, settings.fonts)
  // A short name is cut in larger letters.
  const size =
    within(random, letters.size) * (radius / 21) * Math.min(1.3, (11 / Array.from(unitName).length) ** 0.5)
  drawArc(ink, unitName, {
    radius: inside - size * 0.98,
    size,
    arc: within(random, letters.arc),
    condensed: within(random, letters.condensed),
    font,
  })
  drawStar(ink, within(random, settings.star) * radius)
  if (chance(random, settings.number)) drawNumber(ink, inside - 0.9, font, random)
  if (chance(random, words.often)) drawWords(ink, oneOf(random, words.of), inside, font)
}

const drawWords = (ink: Ink, text: string, inside: number, font: TrueType): void => {
  const characters = Array.from(text)
  const size = Math.min(4.2, (inside * 1.25) / characters.length)
  for (const [index, character] of characters.entries()) {
    const x = (index - (characters.length - 1) / 2) * size
    fillCharacter(ink, font, character, { at: [x, inside * 0.62], size, condensed: 1, turn: 0 })
  }
}

const drawings: Readonly<Record<'seal' | BadSealKind, (ink: Ink, drawing: Drawing) => void>> = {
  seal: round,
  blackSeal: round,
  tinySeal: round,
  ovalSeal: (ink, { radius, unitName, settings, random }) => {
    const flat = within(random, [0.58, 0.76])
    const ring = within(random, settings.ring)
    ringOf(ink, radius, radius * flat, ring)
    const font = oneOf(random, settings.fonts)
    const size = within(random, settings.letters.size) * 0.8
    drawArc(ink, unitName, { radius: radius - ring - size, flat, size, arc: 3.6, condensed: 0.8, font })
    drawWords(ink, '发票专用章', radius * flat * 0.9, font)
  },
  squareSeal: (ink, { radius, unitName, settings, random }) => {
    const half = radius * within(random, [0.62, 0.95])
    const square = (side: number): readonly Place[] => [
      [-side, -side],
      [side, -side],
      [side, side],
      [-side, side],
    ]
    const ring = within(random, settings.ring)
    fillEdges(ink, [...outline(square(half)), ...outline(square(half - ring).toReversed())])
    const characters = Array.from(`${unitName}印`).slice(0, 9)
    const columns = Math.ceil(Math.sqrt(characters.length))
    const cell = (2 * (half - ring)) / columns
    const font = oneOf(random, settings.fonts)
    for (const [index, character] of characters.entries()) {
      const x = half - ring - cell * (Math.floor(index / columns) + 0.5)
      const y = -half + ring + cell * ((index % columns) + 0.86)
      fillCharacter(ink, font, character, { at: [x, y], size: cell * 0.92, condensed: 1, turn: 0 })
    }
  },
  solidDisc: (ink, { radius }) => fillEdges(ink, outline(ellipse(radius, radius))),
  redScribble: (ink, { radius, random }) => {
    const width = within(random, [0.5, 1.4])
    const knots = Array.from({ length: 14 + Math.floor(random() * 14) }, (): Place => [
      radius * within(random, [-0.95, 0.95]),
      radius * within(random, [-0.7, 0.7]),
    ])
    fillStroke(ink, throughKnots(knots, width, random))
  },
  drawnCircle: (ink, { radius, unitName, settings, random }) => {
    const width = within(random, [0.5, 1.1])
    const wobble = within(random, [0.06, 0.13])
    const phase = random() * 6
    const points = Array.from({ length: 90 }, (_, step) => {
      const angle = step * 0.0745
      const away = radius * (1 - wobble * (1 + Math.sin(angle * 2 + phase)) - step * 0.0008)
      return { at: [away * Math.cos(angle), away * 0.92 * Math.sin(angle)] as Place, width }
    })
    fillStroke(ink, points)
    const characters = Array.from(unitName).slice(0, 4)
    const font = oneOf(random, settings.fonts)
    for (const [index, character] of characters.entries())
      fillCharacter(ink, font, character, {
        at: [(index - 1.5) * radius * 0.33, 2],
        size: radius * 0.32,
        condensed: 1,
        turn: within(random, [-0.2, 0.2]),
      })
  },
}
