import type { Box, FormLayout } from '../../../core/formShape.ts'
import type { ScanProblem } from '../../../core/problem.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { Pixels } from '../../../core/scan/colour.ts'
import { parseJpegHeader } from '../../../core/scan/jpegHeader.ts'
import type { Point, ReadCodes, SeenCode } from '../../../core/scan/reading.ts'
import { isForms } from '../isForms.ts'
import { movedCode } from '../movedCode.ts'
import { release } from '../../release.ts'
import { decodePlanes, type Planes } from './decodePlanes.ts'
import { eighthsFilling } from './decodeReduced.ts'
import { doubledRed } from './doubledRed.ts'
import { paintPlanes, placing, type Part } from './paintPlanes.ts'

/** The longest side, in pixels, from which a picture shows its code no better, and below which it is doubled. */
const closerSide = 2250
const doubledBelow = 1600

/** The share of each side that a part has: two of them overlap by as much of the picture as a code has at most. */
const partShare = 0.6

/**
 * The codes in more detail, each where it lies in the pixels of a first look. One corner of the picture after the other
 * is painted, so that never all of it is in memory: first where the code of an upright page lies, and until a form's
 * is found.
 */
export const lookCloser = async (
  readCodes: ReadCodes,
  layout: FormLayout,
  jpeg: Uint8Array,
  first: Pixels,
): Promise<Result<readonly SeenCode[], ScanProblem>> => {
  const header = parseJpegHeader(jpeg)
  if (!header.ok) return header
  const planes = decodePlanes(header.value, eighthsFilling(header.value, closerSide))
  if (!planes.ok) return planes
  const { width, height, orientation } = planes.value
  const share = first.width / (orientation < 5 ? width : height)
  const isSmall = Math.max(width, height) < doubledBelow
  const found: SeenCode[] = []
  for (const { part, left, top } of seenParts(planes.value, middleOf(layout.barcode.box, layout.page))) {
    const pixels = paintPlanes(planes.value, part)
    const by = isSmall ? 0.5 : 1
    const closer = isSmall ? doubledRed(pixels) : pixels
    const codes = await readCodes(closer)
    release(pixels.data)
    if (isSmall) release(closer.data)
    found.push(
      ...codes.map((code) =>
        movedCode(code, ({ x, y }) => ({ x: (left + x * by) * share, y: (top + y * by) * share })),
      ),
    )
    if (found.some(isForms)) break
  }
  release(...planes.value.planes.map(({ data }) => data))
  return ok(found)
}

/** A part, and where its top left corner is seen. */
interface SeenPart {
  readonly part: Part
  readonly left: number
  readonly top: number
}

/** The four corners of a picture, from the one nearest to a point of it, in shares of its sides as seen. */
const seenParts = (picture: Planes, near: Point): readonly SeenPart[] => {
  const { orientation } = picture
  const [width, height] = [Math.ceil(picture.width * partShare), Math.ceil(picture.height * partShare)]
  const seen = orientation < 5 ? picture : { width: picture.height, height: picture.width }
  const [a, b, c, d, e, f] = placing(orientation, picture)
  const distance = ({ left, top, part }: SeenPart): number => {
    const [across, down] = orientation < 5 ? [part.width, part.height] : [part.height, part.width]
    return Math.hypot((left + across / 2) / seen.width - near.x, (top + down / 2) / seen.height - near.y)
  }
  return [0, picture.width - width]
    .flatMap((left) => [0, picture.height - height].map((top): Part => ({ left, top, width, height })))
    .map((part): SeenPart => {
      const [right, bottom] = [part.left + width - 1, part.top + height - 1]
      const across = [a * part.left + b * part.top + c, a * right + b * bottom + c]
      const down = [d * part.left + e * part.top + f, d * right + e * bottom + f]
      return { part, left: Math.min(...across), top: Math.min(...down) }
    })
    .toSorted((one, other) => distance(one) - distance(other))
}

const middleOf = (box: Box, page: Box): Point => ({
  x: (box.x + box.width / 2) / page.width,
  y: (box.y + box.height / 2) / page.height,
})
