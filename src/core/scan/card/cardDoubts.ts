import type { Pixels } from '../colour.ts'
import type { SeenDoubt } from '../reading.ts'
import type { CardPose } from './cardPose.ts'
import type { TextBox } from './textBoxes.ts'

/** What was found of a card, in pixels of the picture. */
export interface FoundOfCard {
  readonly boxes: readonly TextBox[]
  readonly number: TextBox | undefined
  readonly name: TextBox | undefined
  readonly pose: CardPose | undefined
}

export const doubtsOf = (_pixels: Pixels, _found: FoundOfCard): readonly SeenDoubt[] => []
