import type { TrueType } from '../../src/adapters/pdf/trueType.ts'
import type { Random } from '../../test/support/random.ts'
import { chance, oneOf, within, type Range } from './chance.ts'
import {
  ellipse,
  emptyInk,
  fillCharacter,
  fillStroke,
  printed,
  throughKnots,
  type Colour,
  type Ink,
} from './ink.ts'
import type { Place } from './lens.ts'

export interface SignatureSettings {
  /** How often it is strokes of no letters; otherwise a script font writes the name. */
  readonly strokes: number
  readonly fonts: readonly TrueType[]
  /** Millimetres: of a written character, and of the pen. */
  readonly size: Range
  readonly pen: Range
  readonly inks: readonly Colour[]
  readonly strength: Range
  /** How often a red fingerprint is put over it. */
  readonly fingerprint: number
}

export interface Writing {
  readonly ink: Ink
  readonly colour: Colour
}

/** A name as its owner writes it, at most so many millimetres wide and high. */
export const drawSignature = (
  name: string,
  room: { readonly width: number; readonly height: number },
  settings: SignatureSettings,
  perMm: number,
  random: Random,
): Writing => {
  const ink = emptyInk({ x: room.width / 2, y: room.height / 2 }, perMm)
  if (chance(random, settings.strokes)) drawStrokes(ink, room, within(random, settings.pen), random)
  else write(ink, name, within(random, settings.size), settings, random)
  printed(ink, { strength: within(random, settings.strength), uneven: 0.15, spread: 0 }, random)
  return { ink, colour: oneOf(random, settings.inks) }
}

/** Digits of the date and the like: words by a script font on one line. */
export const drawWriting = (
  text: string,
  size: number,
  settings: SignatureSettings,
  colour: Colour,
  perMm: number,
  random: Random,
): Writing => {
  const ink = emptyInk({ x: size * (text.length * 0.3 + 1), y: size }, perMm)
  write(ink, text, size, settings, random)
  printed(ink, { strength: within(random, settings.strength), uneven: 0.1, spread: 0 }, random)
  return { ink, colour }
}

const write = (
  ink: Ink,
  text: string,
  wanted: number,
  { fonts }: SignatureSettings,
  random: Random,
): void => {
  const drawn = (font: TrueType) =>
    Array.from(text).every((letter) => font.glyphOf(letter.codePointAt(0) ?? 0))
  const able = fonts.filter(drawn)
  if (able.length === 0) throw new Error(`no script font has ${text}`)
  const font = oneOf(random, able)
  const widths = Array.from(text, (letter) => {
    const glyph = font.glyphOf(letter.codePointAt(0) ?? 0)
    return font.advanceOf(glyph) / font.unitsPerEm
  })
  const whole = widths.reduce((sum, width) => sum + width, 0)
  const size = Math.min(wanted, (2 * ink.reach.x * 0.94) / whole, ink.reach.y * 1.9)
  const slant = within(random, [-0.1, 0.35])
  const rise = within(random, [-0.12, 0.12])
  let x = (-whole * size) / 2
  for (const [index, letter] of Array.from(text).entries()) {
    const width = (widths[index] ?? 1) * size
    x += width / 2
    const at: Place = [x, size * 0.34 - x * rise + within(random, [-0.05, 0.05]) * size]
    fillCharacter(ink, font, letter, { at, size, condensed: 1, turn: -rise, slant })
    x += width / 2
  }
}

/** Two to four strokes that run on, their width following the hand's speed. */
const drawStrokes = (
  ink: Ink,
  { width, height }: { readonly width: number; readonly height: number },
  pen: number,
  random: Random,
): void => {
  const wide = width * within(random, [0.35, 0.8])
  const high = height * within(random, [0.35, 0.75])
  const strokes = 2 + Math.floor(random() * 3)
  for (let stroke = 0; stroke < strokes; stroke++) {
    const from = -wide / 2 + (wide * stroke) / strokes
    const knots = Array.from({ length: 5 + Math.floor(random() * 4) }, (_, knot): Place => [
      from + ((knot * wide) / strokes / 4) * within(random, [0.4, 1.5]),
      (knot % 2 === 0 ? -1 : 1) * high * within(random, [0.05, 0.5]),
    ])
    fillStroke(ink, throughKnots(knots, pen, random))
  }
}

/** A thumb, pressed in red: ridges in an oval. */
export const drawFingerprint = (perMm: number, random: Random): Ink => {
  const ink = emptyInk({ x: 8, y: 10 }, perMm)
  for (let ridge = 1; ridge < 9; ridge++) {
    const line = ellipse(ridge * 0.78, ridge * 1.02, [within(random, [-0.3, 0.3]), ridge * 0.1])
    fillStroke(
      ink,
      line.map((at) => ({ at, width: within(random, [0.28, 0.5]) })),
    )
  }
  printed(ink, { strength: 0.8, uneven: 0.8, spread: 0 }, random)
  return ink
}
