import type { ScanProblem } from '../../../core/problem.ts'
import { ok, type Result } from '../../../core/result.ts'
import type { Pixels } from '../../../core/scan/colour.ts'
import { type JpegHeader, parseJpegHeader, seenSize } from '../../../core/scan/jpegHeader.ts'
import type { Turn } from '../../../core/scan/reading.ts'
import { turnedPixels } from '../../../core/scan/turned.ts'
import { release } from '../../release.ts'
import { decodePlanes, type Planes } from './decodePlanes.ts'
import type { Points } from './inverseDct.ts'
import { paintPlanes } from './paintPlanes.ts'
import { shrunkPixels, sizeWithin } from './shrunkPixels.ts'

/** How far from the size that reads best a picture may be, so that it need not be resized. */
const [least, most] = [0.875, 1.0625] as const

const allPoints: readonly Points[] = [1, 2, 3, 4, 5, 6, 7, 8]

const longestSide = ({ width, height }: JpegHeader): number => Math.max(width, height)

/** The most eighths of a picture that fit into so many pixels along its longest side. */
export const eighthsWithin = (header: JpegHeader, longSide: number): Points =>
  allPoints.findLast((points) => (longestSide(header) * points) / 8 <= longSide) ?? 1

/** The fewest eighths of a picture that fill so many pixels along its longest side. */
export const eighthsFilling = (header: JpegHeader, longSide: number): Points =>
  allPoints.find((points) => (longestSide(header) * points) / 8 >= longSide) ?? 8

/** The picture as seen, its longest side about `longSide` pixels; a smaller one as it is. */
export const decodeToRead = (jpeg: Uint8Array, longSide: number): Result<Pixels, ScanProblem> => {
  const header = parseJpegHeader(jpeg)
  if (!header.ok) return header
  const within = eighthsWithin(header.value, longSide * most)
  const share = (longestSide(header.value) * within) / 8 / longSide
  if (share <= most && (within === 8 || share >= least)) return painted(decodePlanes(header.value, within))
  const filling = painted(decodePlanes(header.value, eighthsFilling(header.value, longSide)))
  if (!filling.ok) return filling
  return ok(
    replacing(filling.value, shrunkPixels(filling.value, sizeWithin(seenSize(header.value), longSide))),
  )
}

/** The picture as seen and turned from there, its longest side `longSide` pixels; a smaller one as large as it is. */
export const decodeToShow = (
  jpeg: Uint8Array,
  { longSide, turn }: { readonly longSide: number; readonly turn: Turn },
): Result<Pixels, ScanProblem> => {
  const header = parseJpegHeader(jpeg)
  if (!header.ok) return header
  const pixels = painted(decodePlanes(header.value, eighthsFilling(header.value, longSide)))
  if (!pixels.ok) return pixels
  const size = sizeWithin(seenSize(header.value), longSide)
  const shrunk = replacing(pixels.value, shrunkPixels(pixels.value, size))
  return ok(replacing(shrunk, turnedPixels(shrunk, turn)))
}

/** The picture as seen, as large as its longest side fits into so many pixels without being resized. */
export const decodeWithin = (jpeg: Uint8Array, longSide: number): Result<Pixels, ScanProblem> => {
  const header = parseJpegHeader(jpeg)
  return header.ok ? painted(decodePlanes(header.value, eighthsWithin(header.value, longSide))) : header
}

const painted = (planes: Result<Planes, ScanProblem>): Result<Pixels, ScanProblem> => {
  if (!planes.ok) return planes
  const { width, height } = planes.value
  const pixels = paintPlanes(planes.value, { left: 0, top: 0, width, height })
  release(...planes.value.planes.map(({ data }) => data))
  return ok(pixels)
}

/** What was made of the pixels, which are given back unless it is they. */
const replacing = (pixels: Pixels, made: Pixels): Pixels => {
  if (made !== pixels) release(pixels.data)
  return made
}
