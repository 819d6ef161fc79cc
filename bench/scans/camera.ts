import { seeded, type Random } from '../../test/support/random.ts'
import { chance, oneOf, within, type Range } from './chance.ts'
import { drawDesk, type Desk, type DeskKind } from './desks.ts'
import { developed, grained, smeared, softened } from './film.ts'
import { aim, applied, boundsOf, scanner, shifted, turned, type Lens, type Place } from './lens.ts'
import { exposed } from './exposure.ts'
import { lightOf, lightRow, type Glare, type LightSettings } from './light.ts'
import { cornersOf, curled, edgeOf, ontoPlane, wave, type Curl, type Sheet } from './sheet.ts'

/** What a camera or a scanner does to what it sees; where a range is given, each picture has its own value of it. */
export interface CameraSettings {
  readonly name: string
  readonly weight: number
  /** A photograph's longer side in pixels and the shorter one's share of it; a scanner's dots per inch and the margin around the page. */
  readonly size:
    { readonly longSide: number; readonly aspect: number } | { readonly dpi: number; readonly margin: Range }
  readonly desks: readonly DeskKind[]
  /** Of the longer side of a telephone's picture; scanners have none. */
  readonly focal: Range
  /** Degrees, to either side. */
  readonly tilt: Range
  readonly roll: Range
  /** The share of the picture that the pages fill. */
  readonly fill: Range
  /** By how many millimetres the paper's lines are bent. */
  readonly curl: Range
  readonly light: LightSettings
  /** Standard deviation, in millimetres on the page. */
  readonly blur: Range
  /** How far the camera moved, in millimetres on the page. */
  readonly motion: Range
  readonly sharpening: Range
  readonly noise: Range
  readonly colourNoise: number
  /** Of the JPEG. */
  readonly quality: Range
  /** What a chat service makes of it. */
  readonly chat?: { readonly longSide: number; readonly quality: Range }
  /** How often it is turned by quarters: in the tag alone, and really. */
  readonly tagged: number
  readonly turned: number
  /** How often the picture lies while the page stands. */
  readonly landscape: number
}

/** What is done to a picture on purpose. */
export interface Mishap {
  /** Of the blur, instead of the settings' own. */
  readonly blur?: number
  readonly motion?: number
  /** What is left of the light. */
  readonly darkened?: number
  /** Millimetres on the first sheet where a lamp is mirrored, and how far. */
  readonly glare?: { readonly at: Place; readonly radius: number }
  /** Millimetres of the first sheet that are out of the picture, on this side of it. */
  readonly cutOff?: { readonly side: 'left' | 'top' | 'right' | 'bottom'; readonly by: number }
  /** The sheets are on a screen whose dots are so many millimetres apart. */
  readonly screen?: { readonly pitch: number; readonly depth: number }
  readonly grey?: 'three' | 'one'
}

export interface Picture {
  readonly jpeg: Uint8Array
  /** Pixels, as seen: after the tag is followed. */
  readonly width: number
  readonly height: number
  /** By how many degrees clockwise it then has to be turned to be upright. */
  readonly turn: 0 | 90 | 180 | 270
  /** Where a point of the first sheet, in millimetres from its top left, is seen: in shares of width and height. */
  readonly placeOf: (point: Place) => Place
  /** Of the first sheet, in its middle. */
  readonly pixelsPerMm: number
  /** Millimetres of the first sheet that are out of the picture where most is. */
  readonly lost: number
  /** What became of the ranges, in millimetres, and the paper's brightness in the middle of the first sheet (0 to 255). */
  readonly blur: number
  readonly motion: number
  readonly paper: number
}

/** About how many pixels a millimetre of a page of this height is seen with: a page needs no more than that. */
export const pixelsPerMm = ({ size, fill }: CameraSettings, mmHigh: number): number =>
  'dpi' in size ? size.dpi / 25.4 : (size.longSide * fill[1]) / mmHigh

const desks = new Map<string, Desk>()
const variants = 3

/** Drawn once in a process: the same kind and variant is always the same desk. */
const deskOf = (kind: DeskKind, variant: number): Desk => {
  const key = `${kind} ${variant}`
  const known = desks.get(key) ?? drawDesk(kind, seeded(variant * 101 + kind.length * 7919))
  desks.set(key, known)
  return known
}

/** A picture of the sheets, the first of them on top, as such a camera takes it. */
export const takePicture = async (
  sheets: readonly [Sheet, ...Sheet[]],
  settings: CameraSettings,
  random: Random,
  mishap: Mishap = {},
): Promise<Picture> => {
  const [first] = sheets
  const { size, chat } = settings
  const desk = deskOf(oneOf(random, settings.desks), Math.floor(random() * variants))
  const either = (range: Range): number => within(random, range) * (random() < 0.5 ? -1 : 1)
  const view = {
    tilt: [either(settings.tilt), either(settings.tilt)] as const,
    roll: either(settings.roll),
    focal: 'dpi' in size ? undefined : within(random, settings.focal),
  }
  const corners = sheets.filter(({ backdrop }) => backdrop === undefined).flatMap(cornersOf)
  const bounds = boundsOf(corners)
  const off: Place = [within(random, [-0.4, 0.4]), within(random, [-0.4, 0.4])]
  const lies = bounds.width > bounds.height !== chance(random, settings.landscape)
  const quarters = chance(random, settings.turned) ? oneOf(random, [1, 2, 3] as const) : 0
  const tagged = chance(random, settings.tagged) ? oneOf(random, [1, 1, 3, 2] as const) : 0

  const [upright, standing] = ((): readonly [Lens, { width: number; height: number }] => {
    if ('dpi' in size) {
      const perMm = size.dpi / 25.4
      const margin = within(random, size.margin)
      const width = Math.round((bounds.width + 2 * margin) * perMm)
      const height = Math.round((bounds.height + 2 * margin) * perMm)
      const centre: Place = [
        width / 2 - ((bounds.left + bounds.right) / 2) * perMm + off[0] * margin * perMm,
        height / 2 - ((bounds.top + bounds.bottom) / 2) * perMm + off[1] * margin * perMm,
      ]
      return [scanner(view, perMm, centre), { width, height }]
    }
    const [longSide, shortSide] = [size.longSide, Math.round(size.longSide * size.aspect)]
    const frame = lies ? { width: longSide, height: shortSide } : { width: shortSide, height: longSide }
    return [aim(view, frame, corners, { fill: within(random, settings.fill), off }), frame]
  })()
  const cut =
    mishap.cutOff === undefined ? upright : cutting(upright, standing, cornersOf(first), mishap.cutOff)
  const lens = turned(cut, standing, quarters)
  const frame = quarters % 2 === 0 ? standing : { width: standing.height, height: standing.width }

  const curlOf = ({ page: { mm } }: Sheet): Curl => ({
    across: wave(mm.height, either(settings.curl) * 0.4, random),
    down: wave(mm.width, either(settings.curl), random),
  })
  const curl = curlOf(first)
  const curledSheets = [
    { ...first, curl },
    ...sheets.slice(1).map((sheet) => ({ ...sheet, curl: curlOf(sheet) })),
  ]
  const placeOf = (point: Place): Place => {
    const [x, y] = applied(lens.toPicture, ontoPlane(first, curled(curl, point)))
    return [x / frame.width, y / frame.height]
  }
  const longSide = Math.max(frame.width, frame.height)
  const glare =
    mishap.glare === undefined
      ? undefined
      : glareAt(placeOf(mishap.glare.at), (mishap.glare.radius * lens.perMm) / longSide)
  // Nothing throws a shadow on what shines by itself.
  const { shadow } = settings.light
  const light = lightOf(
    mishap.screen === undefined ? settings.light : { ...settings.light, shadow: { ...shadow, often: 0 } },
    random,
    { darkened: mishap.darkened ?? 1, glare },
    frame.width / frame.height,
  )
  const scene = { sheets: curledSheets, desk, screen: mishap.screen }
  const film = exposed(scene, lens, frame, (row, share) => lightRow(light, row, share))
  const middle = light.knots[((light.cells + 1) * (light.cells / 2) + light.cells / 2) * 4 + 1] ?? 0

  const blur = mishap.blur ?? within(random, settings.blur)
  const motion = mishap.motion ?? within(random, settings.motion)
  const moved = smeared(film, motion * lens.perMm, random() * 180)
  const soft = await softened(moved, blur * lens.perMm, within(random, settings.sharpening))
  grained(soft, within(random, settings.noise), settings.colourNoise, random)
  const jpeg = await developed(soft, {
    quality: Math.round(within(random, settings.quality)),
    chat: chat && { longSide: chat.longSide, quality: Math.round(within(random, chat.quality)) },
    tagged,
    grey: mishap.grey,
  })
  const shrunk = chat === undefined ? 1 : Math.min(1, chat.longSide / longSide)
  const edges = edgeOf(first).map((point) => placeOf(point))
  const lost = Math.max(
    0,
    ...edges.flatMap(([x, y]) => [
      -x * frame.width,
      (x - 1) * frame.width,
      -y * frame.height,
      (y - 1) * frame.height,
    ]),
  )
  return {
    jpeg,
    width: Math.round(frame.width * shrunk),
    height: Math.round(frame.height * shrunk),
    turn: ([0, 270, 180, 90] as const)[quarters],
    placeOf,
    pixelsPerMm: lens.perMm * shrunk,
    lost: lost / lens.perMm,
    blur,
    motion,
    paper: Math.min(255, middle * 255),
  }
}

const glareAt = ([x, y]: Place, radius: number): Glare => ({ x, y, radius })

const cutting = (
  lens: Lens,
  frame: { readonly width: number; readonly height: number },
  corners: readonly Place[],
  { side, by }: NonNullable<Mishap['cutOff']>,
): Lens => {
  const seen = boundsOf(corners.map((corner) => applied(lens.toPicture, corner)))
  const out = by * lens.perMm
  if (side === 'left') return shifted(lens, -out - seen.left, 0)
  if (side === 'right') return shifted(lens, frame.width + out - seen.right, 0)
  if (side === 'top') return shifted(lens, 0, -out - seen.top)
  return shifted(lens, 0, frame.height + out - seen.bottom)
}
