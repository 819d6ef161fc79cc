import type { Pixels } from '../colour.ts'
import type { Asked } from '../inspection.ts'
import type { CardReading, Compared, Point, Region, SeenDoubt, Turn } from '../reading.ts'
import { doubtsOf } from './cardDoubts.ts'
import {
  cardCorners,
  poseFromLabels,
  poseFromLines,
  poseFromNumber,
  regionAround,
  type CardPose,
} from './cardPose.ts'
import { sideOf } from './cardWords.ts'
import { compareName } from './compareName.ts'
import { isShown, longestNumber, numberLength, weighNumber, type NumberWeights } from './compareNumber.ts'
import { cropLine, findLines } from './findLines.ts'
import { greedy, type ReadCharacter } from './lineScores.ts'
import { readPassport } from './readPassport.ts'
import type { Part } from './shrink.ts'
import { textBeside } from './textBeside.ts'
import { cornersOf, placeOn, type TextBox } from './textBoxes.ts'
import type { LineReading, TextModels } from './textModels.ts'

type Holder = Asked['holder']

/** A line of text that was read the right way up. */
export interface Line {
  readonly box: TextBox
  readonly reading: LineReading
  readonly characters: readonly ReadCharacter[]
  readonly text: string
}

/**
 * Reads a picture of an identity card, or of a passport where the holder has one, by whatever models the host has;
 * it is `likely` in one of these parts.
 */
export const readCard = async (
  pixels: Pixels,
  models: TextModels,
  holder: Holder,
  likely: readonly Part[] = [],
): Promise<CardReading> => {
  const read = lineReader(pixels, models)
  const boxes = await upright(await findLines(pixels, models, likely), read)
  if (holder?.idType === 'passport')
    return { ...(await readPassport(pixels, boxes, read, holder)), turn: turnOf(boxes) }

  const number = await findNumber(boxes, read, holder)
  const name = await findName(boxes, number, read, holder)
  const lines = await readUntilTold(boxes, [number?.line, name?.line], read)
  const pose = poseOf(number, name, lines)
  const place = (box: TextBox | undefined): Region | undefined =>
    box === undefined ? undefined : regionAround(cornersOf(box), pixels)
  const idNumberPlace = place(number?.box)
  const namePlace = place(name?.line.box)
  const card = regionAround(pose === undefined ? boxes.flatMap(cornersOf) : cardCorners(pose), pixels)
  const beside = card && (await textBeside(pixels, boxes, card, read))
  const doubts: readonly SeenDoubt[] = [
    ...doubtsOf(pixels, { boxes, number: number?.box, pose }),
    ...(beside ? [{ kind: 'twoDocuments', region: beside } as const] : []),
  ]
  return {
    kind: 'idCard',
    turn: turnOf(boxes),
    side: sideOf(lines.map(({ text }) => text)),
    idNumber: number?.compared ?? 'unread',
    // Glare and blur make other characters of a name without the reader's noticing.
    name: doubts.length > 0 && name?.compared === 'other' ? 'unread' : (name?.compared ?? 'unread'),
    regions: {
      ...(idNumberPlace && { idNumber: idNumberPlace }),
      ...(namePlace && { name: namePlace }),
      ...(card && { card }),
    },
    doubts,
  }
}

export type ReadBox = (box: TextBox) => Promise<Line>

/** Each line is read once however often it is asked for. */
const lineReader = (pixels: Pixels, models: TextModels): ReadBox => {
  const known = new Map<TextBox, Promise<Line>>()
  return (box) => {
    const line = known.get(box) ?? readBox(pixels, models, box)
    known.set(box, line)
    return line
  }
}

const readBox = async (pixels: Pixels, models: TextModels, box: TextBox): Promise<Line> => {
  const reading = await models.readLine(cropLine(pixels, box, models.lineHeight))
  const characters = greedy(reading)
  return { box, reading, characters, text: characters.map(({ character }) => character).join('') }
}

/** So many characters, this sure on average, are no text upside down. */
const tellingCharacters = 4
const tellingSureness = 0.85

const surenessOf = ({ characters }: Line): number =>
  characters.reduce((sum, { sureness }) => sum + sureness, 0) / Math.max(1, characters.length)

/** Turns the lines the way they are read: told by the longest of them, guessed first from where it stands. */
const upright = async (boxes: readonly TextBox[], read: ReadBox): Promise<readonly TextBox[]> => {
  const upsideDown = boxes.map((box) => ({ ...box, angle: box.angle + Math.PI }))
  const [longest] = boxes
  if (longest === undefined) return boxes
  // The longest line of either side stands under the others.
  const above = boxes.filter(({ centre }) => across(longest, centre) < 0).length
  const [first, second] = above * 2 >= boxes.length - 1 ? [boxes, upsideDown] : [upsideDown, boxes]
  let [likelier, scoreOfFirst, scoreOfSecond] = [first, 0, 0]
  for (const [at, box] of first.slice(0, 3).entries()) {
    const line = await read(box)
    const sureness = surenessOf(line)
    if (line.characters.length >= tellingCharacters && sureness >= tellingSureness) return first
    const other = second[at]
    if (other === undefined) break
    const turned = await read(other)
    const turnedSureness = surenessOf(turned)
    if (turned.characters.length >= tellingCharacters && turnedSureness >= tellingSureness) return second
    scoreOfFirst += sureness * line.characters.length
    scoreOfSecond += turnedSureness * turned.characters.length
    likelier = scoreOfFirst >= scoreOfSecond ? first : second
  }
  return likelier
}

/** How far a point lies under a line's middle, in pixels. */
const across = ({ centre, angle }: TextBox, point: Point): number =>
  (point.y - centre.y) * Math.cos(angle) - (point.x - centre.x) * Math.sin(angle)

/** How far a point lies to the right of a line's middle, in pixels. */
const along = ({ centre, angle }: TextBox, point: Point): number =>
  (point.x - centre.x) * Math.cos(angle) + (point.y - centre.y) * Math.sin(angle)

const turnOf = (boxes: readonly TextBox[]): Turn => {
  const [longest] = boxes
  const quarters = Math.round((longest?.angle ?? 0) / (Math.PI / 2))
  return turns[((quarters % 4) + 4) % 4] ?? 0
}
const turns: readonly Turn[] = [0, 270, 180, 90]

interface SeenNumber {
  readonly line: Line
  /** Of the number alone, without its label. */
  readonly box: TextBox
  readonly compared: Compared
  /** Undefined when it was held against nobody's. */
  readonly weights: NumberWeights | undefined
  /** The middle of its first and of its last character; undefined when not all were read. */
  readonly ends: readonly [Point, Point] | undefined
}

/** So many digits in a row stand nowhere else on a card. */
const fewestDigits = 10
const leastRatio = 6

const findNumber = async (
  boxes: readonly TextBox[],
  read: ReadBox,
  holder: Holder,
): Promise<SeenNumber | undefined> => {
  for (const box of boxes.filter(({ length, height }) => length > height * leastRatio).slice(0, 4)) {
    const line = await read(box)
    if (longestNumber(line.reading).length < fewestDigits) continue
    const seen = seenNumber(line, holder)
    return seen.compared === 'same' || holder === undefined ? seen : readCloser(seen, read, holder)
  }
  return undefined
}

const seenNumber = (line: Line, holder: Holder): SeenNumber => {
  const run = longestNumber(line.reading)
  const held = holder && weighNumber(line.reading, holder.idType, holder.idNumber)
  const compared = held?.compared ?? 'unread'
  const { columns } = line.reading
  const [from, to] = [run[0]?.column ?? 0, run.at(-1)?.column ?? columns]
  const pitch = (to - from) / Math.max(1, run.length - 1)
  const at = (column: number): number => (column + 0.5) / columns - 0.5
  const { box } = line
  const [left, right] = [Math.max(-0.5, at(from - pitch)), Math.min(0.5, at(to + pitch))]
  const whole = run.length === numberLength || compared === 'same'
  return {
    line,
    box: { ...box, centre: placeOn(box, (left + right) / 2), length: (right - left) * box.length },
    compared,
    weights: held?.weights,
    ends: whole ? [placeOn(box, at(from)), placeOn(box, at(to))] : undefined,
  }
}

/**
 * Cut otherwise, a line is read otherwise where it is doubtful, and whole where its end was not found; another's number is
 * believed when it is read twice. The cuts' heights, by the line's, and how much longer each is.
 */
const closer = [0.84, 1.2] as const
const longer = 1.06

const readCloser = async (seen: SeenNumber, read: ReadBox, holder: Holder): Promise<SeenNumber> => {
  const tries = [seen]
  const missing = numberLength - longestNumber(seen.line.reading).length
  const length = seen.box.length * (missing > 0 ? 1 + (2 * missing + 2) / numberLength : longer)
  for (const height of closer) {
    const again = seenNumber(await read({ ...seen.box, length, height: seen.box.height * height }), holder)
    tries.push(again)
    if (!isShown(tries.flatMap(({ weights }) => weights ?? []))) continue
    return { ...again, line: seen.line, ends: endsOf(tries), compared: 'same' }
  }
  const others = tries.filter(({ compared }) => compared === 'other').length
  return { ...seen, ends: endsOf(tries), compared: others >= 2 ? 'other' : 'unread' }
}

const endsOf = (tries: readonly SeenNumber[]): SeenNumber['ends'] => tries.findLast(({ ends }) => ends)?.ends

interface SeenName {
  readonly line: Line
  readonly compared: Compared
  /** Where its label begins. */
  readonly left: Point | undefined
}

/** Shares of the number's length: how far above it the name stands, seen from anywhere, and how far to the left. */
const nameAbove = [0.55, 1.15] as const
const nameLeft = [-1.15, 0.2] as const
const sameRow = 0.05

const findName = async (
  boxes: readonly TextBox[],
  number: SeenNumber | undefined,
  read: ReadBox,
  holder: Holder,
): Promise<SeenName | undefined> => {
  if (number === undefined) return undefined
  const { box } = number
  const candidates = boxes
    .map((line) => ({
      line,
      up: -across(box, line.centre) / box.length,
      right: along(box, line.centre) / box.length,
    }))
    .filter(({ up, right }) => within(up, nameAbove) && within(right, nameLeft))
    .toSorted((a, b) => b.up - a.up)
  const rows = candidates.reduce<(typeof candidates)[]>((made, seen) => {
    const row = made.find(([first]) => first !== undefined && first.up - seen.up < sameRow)
    if (row === undefined) made.push([seen])
    else row.push(seen)
    return made
  }, [])
  for (const row of rows.slice(0, 2)) {
    const line = await read(joined(row.map((seen) => seen.line)))
    const labelled = /^.?[姓名]/u.test(line.text)
    const compared = holder === undefined ? 'unread' : compareName(line.reading, holder.name)
    if (labelled || compared === 'same') {
      return { line, compared, left: labelled ? placeOn(line.box, -0.5) : undefined }
    }
  }
  return undefined
}

const within = (value: number, [from, to]: readonly [number, number]): boolean => value > from && value < to

/** One line of the words that stand in it. */
const joined = (words: readonly TextBox[]): TextBox => {
  const [longest] = words.toSorted((a, b) => b.length - a.length)
  if (longest === undefined || words.length === 1) return longest ?? emptyBox
  const reach = words.map(({ centre, length }) => ({ at: along(longest, centre), half: length / 2 }))
  const left = Math.min(...reach.map(({ at, half }) => at - half))
  const right = Math.max(...reach.map(({ at, half }) => at + half))
  return {
    ...longest,
    centre: placeOn(longest, (left + right) / 2 / longest.length),
    length: right - left,
    height: Math.max(...words.map(({ height }) => height)),
  }
}
const emptyBox: TextBox = { centre: { x: 0, y: 0 }, length: 1, height: 1, angle: 0 }

const mostLines = 6

/** The lines that were read already, and as many more as it takes to tell the side, the longest first. */
const readUntilTold = async (
  boxes: readonly TextBox[],
  already: readonly (Line | undefined)[],
  read: ReadBox,
): Promise<readonly Line[]> => {
  const lines = already.filter((line) => line !== undefined)
  for (const box of boxes.slice(0, mostLines)) {
    if (sideOf(lines.map(({ text }) => text)) !== undefined) break
    lines.push(await read(box))
  }
  return lines
}

const poseOf = (
  number: SeenNumber | undefined,
  name: SeenName | undefined,
  lines: readonly Line[],
): CardPose | undefined => {
  if (number?.ends === undefined) {
    return poseFromLabels(lines.map(({ text, box }) => ({ text, left: placeOn(box, -0.5) })))
  }
  return name?.left === undefined ? poseFromNumber(...number.ends) : poseFromLines(...number.ends, name.left)
}
