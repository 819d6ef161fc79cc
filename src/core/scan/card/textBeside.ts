import type { Pixels } from '../colour.ts'
import type { Region } from '../reading.ts'
import { regionAround } from './cardPose.ts'
import { sideOf } from './cardWords.ts'
import { longestNumber, numberLength } from './compareNumber.ts'
import type { ReadBox } from './readCard.ts'
import { cornersOf, type TextBox } from './textBoxes.ts'

/** How far off a card, in shares of its longer side, text is none of it: its place is not known better than this. */
const off = 0.1
/** Of the lines off the card so many are read, the longest first. */
const mostLines = 6

/**
 * Where another card is seen beside one, by its text: the words of either side, or a whole number. Not told: a card
 * whose text runs in another direction, and a document of another kind.
 */
export const textBeside = async (
  pixels: Pixels,
  boxes: readonly TextBox[],
  card: Region,
  read: ReadBox,
): Promise<Region | undefined> => {
  const beside = boxes.filter((box) => isOff(box, card, pixels)).slice(0, mostLines)
  const lines = await Promise.all(beside.map(read))
  const isCard =
    sideOf(lines.map(({ text }) => text)) !== undefined ||
    lines.some(({ reading }) => longestNumber(reading).length === numberLength)
  return isCard ? regionAround(beside.flatMap(cornersOf), pixels) : undefined
}

const isOff = ({ centre: { x, y } }: TextBox, card: Region, { width, height }: Pixels): boolean => {
  const margin = off * Math.max(card.width * width, card.height * height)
  const [left, top] = [card.x * width - margin, card.y * height - margin]
  const [right, bottom] = [(card.x + card.width) * width + margin, (card.y + card.height) * height + margin]
  return x < left || y < top || x > right || y > bottom
}
