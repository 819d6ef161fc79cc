import type { Pixels } from '../colour.ts'
import type { Asked } from '../inspection.ts'
import type { CardReading } from '../reading.ts'
import { doubtsOf } from './cardDoubts.ts'
import { regionAround } from './cardPose.ts'
import { compareNumber } from './compareNumber.ts'
import type { Line, ReadBox } from './readCard.ts'
import { cornersOf, type TextBox } from './textBoxes.ts'

const mostLines = 12

/**
 * A passport's data page: the number is looked for wherever it stands, alone or in the machine-readable zone, and so
 * is the name, by its letters in any order of its parts. Issuers lay their pages out each in its own way, so what is
 * not found is no statement: never `other`.
 */
export const readPassport = async (
  pixels: Pixels,
  boxes: readonly TextBox[],
  read: ReadBox,
  holder: NonNullable<Asked['holder']>,
): Promise<Omit<CardReading, 'turn'>> => {
  let [number, name]: (Line | undefined)[] = []
  for (const box of boxes.slice(0, mostLines)) {
    const line = await read(box)
    if (number === undefined && compareNumber(line.reading, 'passport', holder.idNumber) === 'same')
      number = line
    if (name === undefined && hasName(line.text, holder.name)) name = line
    if (number !== undefined && name !== undefined) break
  }
  const place = (line: Line | undefined) =>
    line === undefined ? undefined : regionAround(cornersOf(line.box), pixels)
  const [idNumberPlace, namePlace] = [place(number), place(name)]
  const card = regionAround(boxes.flatMap(cornersOf), pixels)
  return {
    kind: 'idCard',
    side: undefined,
    idNumber: number === undefined ? 'unread' : 'same',
    name: name === undefined ? 'unread' : 'same',
    regions: {
      ...(idNumberPlace && { idNumber: idNumberPlace }),
      ...(namePlace && { name: namePlace }),
      ...(card && { card }),
    },
    doubts: doubtsOf(pixels, { boxes, number: number?.box, pose: undefined }),
  }
}

const parts = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '')

/** `ZHANG, SAN` and `POCHNZHANG<<SAN<<<` show both ZHANG SAN and SAN ZHANG; 张三 shows itself. */
const hasName = (text: string, name: string): boolean => {
  const shown = parts(text).join(' ')
  const wanted = parts(name)
  return wanted.length > 0 && wanted.every((part) => part.length > 1 && shown.includes(part))
}
