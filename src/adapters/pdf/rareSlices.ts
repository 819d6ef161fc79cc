/**
 * Part of a font for the CJK unified ideographs extensions B to F, as the package `hanamin` cuts Hanazono Mincho: a
 * form that needs one rare character loads half a megabyte of it, not thirty.
 */
export type RareSlice = `${'B' | 'C' | 'D' | 'E' | 'F'}${string}`

/** All that the font draws: the blocks as they stood in Unicode 10, without the 14 characters added to B and C later. */
const blocks = [
  { letter: 'B', first: 0x20000, last: 0x2a6d6, digits: 2 },
  { letter: 'C', first: 0x2a700, last: 0x2b734, digits: 1 },
  { letter: 'D', first: 0x2b740, last: 0x2b81d, digits: 0 },
  { letter: 'E', first: 0x2b820, last: 0x2cea1, digits: 1 },
  { letter: 'F', first: 0x2ceb0, last: 0x2ebe0, digits: 1 },
] as const

const charactersOfSlice = 1024

const sliceAt = ({ letter, digits }: (typeof blocks)[number], index: number): RareSlice =>
  digits === 0 ? letter : `${letter}-${(index + 1).toString().padStart(digits, '0')}`

export const rareSlices: readonly RareSlice[] = blocks.flatMap((block) =>
  Array.from({ length: Math.ceil((block.last - block.first + 1) / charactersOfSlice) }, (_, index) =>
    sliceAt(block, index),
  ),
)

/** The slice that draws a character; undefined when none does. */
export const rareSliceOf = (codePoint: number): RareSlice | undefined => {
  const block = blocks.find(({ first, last }) => first <= codePoint && codePoint <= last)
  return block && sliceAt(block, Math.floor((codePoint - block.first) / charactersOfSlice))
}

/** Where a slice lies in its package, as WOFF2. */
export const rareSliceFile = (slice: RareSlice): string =>
  `hanamin/HanaMinB.CJK-Unified-Ideographs-Extension-${slice}.woff2`
