import type { Box, FormLayout } from '../../formShape.ts'
import type { Pixels } from '../colour.ts'
import type { FormReading, Point, SeenCode, Turn } from '../reading.ts'
import { doubtsOf } from './doubts.ts'
import { hasDotGrid } from './dotGrid.ts'
import { findSeal } from './findSeal.ts'
import { findSignature } from './findSignature.ts'
import { formCode, pageByCode, pageByOutline } from './findPage.ts'
import { placeNear } from './nearby.ts'
import { placeOf, regionAround } from './place.ts'
import { applyTo } from './homography.ts'
import type { TrackedPage } from './trackPage.ts'
import { redPlane } from './plane.ts'
import { hasScreenPattern } from './screenPattern.ts'

/**
 * Reads a picture of a form, its long side best 1600 pixels, in which these codes were seen. Takes nothing for granted:
 * where the page is not found for certain, neither seal nor signature is looked for. `stretch` is a part of a larger
 * picture at the size it was taken.
 */
export const readForm = (
  pixels: Pixels,
  codes: readonly SeenCode[],
  layout: FormLayout,
  stretch?: Pixels,
): FormReading => {
  const code = formCode(codes)
  const shown = code ?? codes[0]
  const plane = redPlane(pixels)
  const isPatterned = hasScreenPattern(pixels, plane)
  const isScreen = isPatterned || (stretch !== undefined && hasDotGrid(stretch))
  const page =
    (code && pageByCode(plane, layout, code)) ??
    // A screen's pattern is full of lines that are not there.
    (isPatterned ? undefined : pageByOutline(pixels, plane, layout))
  const look = page && findSeal(pixels, placeNear(page, proofOf(layout), pixels), layout)
  const signature =
    page && look && findSignature(pixels, placeNear(page, layout.signature, pixels), layout, look.rings)
  return {
    kind: 'form',
    code: shown && {
      text: shown.text,
      region: regionAround(shown.corners.map((at) => inShares(at, pixels))),
    },
    turn: turnOf(code, page, layout),
    page: page && placeOf(page.map, pixels),
    seal: look?.seal,
    signature,
    doubts: doubtsOf({ pixels, plane, page, codes, isScreen }, layout),
  }
}

/** What is signed and stamped. */
const proofOf = ({ seal, signature }: FormLayout): Box => {
  const [x, y] = [Math.min(seal.x, signature.x), Math.min(seal.y, signature.y)]
  const right = Math.max(seal.x + seal.width, signature.x + signature.width)
  const bottom = Math.max(seal.y + seal.height, signature.y + signature.height)
  return { x, y, width: right - x, height: bottom - y }
}

const inShares = ({ x, y }: Point, { width, height }: Pixels): Point => ({ x: x / width, y: y / height })

/** What turns a line that runs right on the page back to running right. */
const turnOf = (
  code: SeenCode | undefined,
  page: TrackedPage | undefined,
  { page: { width, height } }: FormLayout,
): Turn => {
  const [from, to] =
    page === undefined
      ? (code?.corners ?? [])
      : [0.25, 0.75].map((share) => applyTo(page.map, share * width, height / 2))
  if (from === undefined || to === undefined) return 0
  const quarters = Math.round((Math.atan2(to.y - from.y, to.x - from.x) * 2) / Math.PI)
  return ([0, 270, 180, 90] as const)[(quarters + 4) % 4] ?? 0
}
