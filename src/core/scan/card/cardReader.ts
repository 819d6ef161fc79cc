import type { Asked } from '../inspection.ts'
import type { CardReading } from '../reading.ts'

/** Reads pictures of identity cards and passports, each held against what is expected to stand on it. */
export interface CardReader {
  /**
   * Undefined when nothing can be read here: the models are not installed, or their process was lost over this
   * picture. That is no statement about the picture. `jpeg` is a stripped one, its header checked; without a holder
   * only the side, the turn and the doubts are told. What was read never leaves the reader.
   */
  read(jpeg: Uint8Array, holder: Asked['holder']): Promise<CardReading | undefined>
}

/** Whether what was read can only be of a card: a form, which has a number and a name too, never reads so. */
export const looksLikeCard = ({ side }: CardReading): boolean => side !== undefined
