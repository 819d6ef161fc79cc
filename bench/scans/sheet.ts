import type { Random } from '../../test/support/random.ts'
import { within } from './chance.ts'
import type { Place } from './lens.ts'

/** Anything flat that can be laid under a camera, seen straight from above. */
export interface FlatPage {
  /** RGB, three bytes a pixel. */
  readonly data: Uint8Array | Uint8ClampedArray
  readonly width: number
  readonly height: number
  /** Its own size, in millimetres. */
  readonly mm: { readonly width: number; readonly height: number }
  /** Of its rounded corners, in millimetres. */
  readonly cornerRadius?: number
}

/** Where a page lies: its centre in millimetres from the scene's own, and its turn in degrees clockwise. */
export interface Sheet {
  readonly page: FlatPage
  readonly x: number
  readonly y: number
  readonly turn: number
  /** What lies there without anybody aiming at it. */
  readonly backdrop?: true
}

export const cornersOf = ({ page: { mm }, x, y, turn }: Sheet): readonly [Place, Place, Place, Place] => {
  const angle = (turn * Math.PI) / 180
  const at = (right: number, down: number): Place => {
    const [dx, dy] = [(right - 0.5) * mm.width, (down - 0.5) * mm.height]
    return [x + dx * Math.cos(angle) - dy * Math.sin(angle), y + dx * Math.sin(angle) + dy * Math.cos(angle)]
  }
  return [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
}

/** Waves of a sheet's lines: what its millimetres are out of place by. */
export interface Curl {
  readonly across: Float32Array
  readonly down: Float32Array
}
export const curlStep = 0.25
export const wave = (length: number, height: number, random: Random): Float32Array => {
  const [waves, phase] = [within(random, [0.6, 1.6]), random() * Math.PI]
  return Float32Array.from(
    { length: Math.ceil(length / curlStep) + 1 },
    (_, at) => height * Math.sin((Math.PI * waves * at * curlStep) / length + phase),
  )
}

/** Where a millimetre of the curled sheet lies on the flat one it is drawn from, and the other way round. */
const uncurled = ({ across, down }: Curl, x: number, y: number): Place => [
  x + (across[Math.round(y / curlStep)] ?? 0),
  y + (down[Math.round(x / curlStep)] ?? 0),
]
export const curled = (curl: Curl, [x, y]: Place): Place => {
  let seen: Place = [x, y]
  for (let step = 0; step < 4; step++) {
    const [u, v] = uncurled(curl, ...seen)
    seen = [seen[0] + x - u, seen[1] + y - v]
  }
  return seen
}

/** Millimetres of a sheet, from its top left, on the plane. */
export const ontoPlane = ({ page: { mm }, x, y, turn }: Sheet, [right, down]: Place): Place => {
  const angle = (turn * Math.PI) / 180
  const [dx, dy] = [right - mm.width / 2, down - mm.height / 2]
  return [x + dx * Math.cos(angle) - dy * Math.sin(angle), y + dx * Math.sin(angle) + dy * Math.cos(angle)]
}

/** Points all along a sheet's edge, in its own millimetres. */
export const edgeOf = ({ page: { mm } }: Sheet): readonly Place[] =>
  Array.from({ length: 21 }, (_, step) => step / 20).flatMap((share): readonly Place[] => [
    [share * mm.width, 0],
    [share * mm.width, mm.height],
    [0, share * mm.height],
    [mm.width, share * mm.height],
  ])
