import { seeded, type Random } from '../../../test/support/random.ts'
import { type CameraSettings, type Mishap, type Picture, takePicture } from '../camera.ts'
import { weighted, within } from '../chance.ts'
import { type CardProfile, judgingProfile, tuningProfile } from './cardProfiles.ts'
import { cardSize, drawBack, drawFront, readCardFonts, type CardFonts, type CardLook } from './drawCard.ts'
import { makePerson, nearMisses, pick, type Person } from './people.ts'

/** What was done to a card, or with it, on purpose; `tooSmall` came of the camera's distance alone. */
export type CardFate = 'good' | 'tooSmall' | 'back' | 'blurred' | 'glare' | 'dark' | 'cutOff'

export interface CardCase {
  readonly fate: CardFate
  readonly camera: string
  readonly person: Person
  /** Valid or not, none of them is the card's. */
  readonly wrongNumbers: readonly string[]
  readonly wrongName: string
  readonly picture: Picture
}

export interface CardOrder {
  readonly count: number
  readonly seed: number
  /** All of one fate; else seven of ten are good. */
  readonly fate?: Exclude<CardFate, 'tooSmall'>
}

/** Pictures to tune a reader on; the same for the same order. */
export const tuningCards = (order: CardOrder): AsyncGenerator<CardCase> => cards(tuningProfile, order)

/** Pictures to judge it by: other fonts, colours, cameras and seeds. Only the bench makes them. */
export const judgingCards = (order: CardOrder): AsyncGenerator<CardCase> => cards(judgingProfile, order)

const fates: readonly { readonly fate: NonNullable<CardOrder['fate']>; readonly weight: number }[] = [
  { fate: 'good', weight: 70 },
  { fate: 'back', weight: 10 },
  { fate: 'blurred', weight: 5 },
  { fate: 'glare', weight: 5 },
  { fate: 'dark', weight: 5 },
  { fate: 'cutOff', weight: 5 },
]

async function* cards(
  profile: CardProfile,
  { count, seed, fate: only }: CardOrder,
): AsyncGenerator<CardCase> {
  const fonts = new Map<string, CardFonts>()
  for (let index = 0; index < count; index++) {
    const random = seeded(seed * 1_000_003 + profile.salt + index)
    const person = makePerson(random)
    const fate = only ?? weighted(random, fates).fate
    const camera = weighted(random, profile.cameras)
    const [weight, number] = [pick(profile.weights, random), pick(profile.numbers, random)]
    const known = fonts.get(weight + number) ?? (await readCardFonts(weight, number))
    fonts.set(weight + number, known)
    const fill = within(random, camera.fill)
    const settings = { ...camera, fill: [fill, fill] } as const
    const look: CardLook = {
      ...pick(profile.looks, random),
      fonts: known,
      pixelsPerMm: drawnWith(settings),
    }
    const drawn = await (fate === 'back' ? drawBack : drawFront)(person, look, random)
    const sheet = { page: { ...drawn, mm: cardSize, cornerRadius: 3.18 }, x: 0, y: 0, turn: 0 }
    const picture = await takePicture([sheet], settings, random, mishapOf(fate, random))
    const stranger = makePerson(random)
    yield {
      fate: fate === 'good' && picture.pixelsPerMm < legible ? 'tooSmall' : fate,
      camera: camera.name,
      person,
      wrongNumbers: nearMisses(person, random),
      wrongName: stranger.name === person.name ? `${stranger.name}样` : stranger.name,
      picture,
    }
  }
}

/**
 * Pixels a millimetre, in the middle of the card, below which nobody reads all of the number, so no reader is held to
 * it. Of tuning cards' numbers, cut out and enlarged, a person read all of nine with 1.3 to 1.9, and not one of one
 * with 1.1.
 */
const legible = 1.3

/**
 * Pixels a millimetre to draw a card with: as many as it is seen with at most. The lens looks at single points of
 * what is drawn, so of a finer drawing it would see the strokes in some places and miss them in others, where the
 * pixels of a camera each take the mean of what lies before them.
 */
const drawnWith = ({ size, fill }: CameraSettings): number =>
  Math.min(finest, 'dpi' in size ? size.dpi / 25.4 : (size.longSide * fill[1]) / cardSize.width)
const finest = 14

const mishapOf = (fate: CardFate, random: Random): Mishap => {
  if (fate === 'blurred') {
    return random() < 0.5 ? { blur: within(random, [0.35, 0.8]) } : { motion: within(random, [1, 2.5]) }
  }
  if (fate === 'dark') return { darkened: within(random, [0.12, 0.3]) }
  if (fate === 'cutOff') {
    const side = pick(['left', 'top', 'right', 'bottom'] as const, random)
    return { cutOff: { side, by: within(random, [6, 18]) } }
  }
  if (fate === 'glare') {
    const at = random() < 0.7 ? ([within(random, [34, 72]), 47] as const) : ([20, 9] as const)
    return { glare: { at, radius: within(random, [7, 16]) } }
  }
  return {}
}
