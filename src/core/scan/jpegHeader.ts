import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { exifOrientation, type Orientation } from './exifOrientation.ts'
import { jpegSegments, marker, type JpegSegment } from './jpegSegments.ts'
import { decodingLimits } from './scanRules.ts'

export interface JpegHeader {
  /** Pixels as stored, before the orientation is applied. */
  readonly width: number
  readonly height: number
  /** 1: greyscale; 3: colour; 4: CMYK. */
  readonly components: 1 | 3 | 4
  readonly progressive: boolean
  readonly scans: number
  readonly orientation: Orientation
  readonly segments: readonly JpegSegment[]
}

/**
 * Reads what a JPEG (ITU-T T.81) says about itself, without decoding, to refuse what would cost too much to
 * decode or what no camera or scanner makes. `damaged`: no complete picture, or a size of zero. `tooComplex`:
 * beyond `decodingLimits`, or coded in a way that viewers do not show (arithmetic, lossless, hierarchical, other
 * than 8 bits).
 */
export const parseJpegHeader = (bytes: Uint8Array): Result<JpegHeader, ScanProblem> => {
  const segments = jpegSegments(bytes, decodingLimits)
  if (segments === undefined) return damaged
  const scanHeaders = segments.filter((segment) => segment.marker === marker.sos)
  if (!scanHeaders.every(isScanHeader)) return damaged
  const scans = scanHeaders.length
  if (scans > decodingLimits.scans || segments.length > decodingLimits.segments) return tooComplex

  const frames = segments.filter((segment) => isFrame(segment.marker))
  const [frame] = frames
  if (frame === undefined || frames.length > 1 || scans === 0) return damaged
  if (segments.findIndex((segment) => segment.marker === marker.sos) < segments.indexOf(frame)) return damaged
  if (!huffmanFrames.has(frame.marker)) return tooComplex

  const [precision = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, components = 0] = frame.payload
  const height = (h1 << 8) | h0
  const width = (w1 << 8) | w0
  if (precision !== 8) return tooComplex
  if (width === 0 || height === 0 || frame.payload.length !== 6 + 3 * components) return damaged
  if (components !== 1 && components !== 3 && components !== 4) return damaged

  const progressive = frame.marker === progressiveFrame
  const limit = progressive || scans > 1 ? decodingLimits.pixelsInSeveralScans : decodingLimits.pixels
  if (width * height > limit) return tooComplex
  return ok({
    width,
    height,
    components,
    progressive,
    scans,
    orientation: exifOrientation(segments),
    segments,
  })
}

/** The size as seen: orientations from 5 on lie on their side. */
export const seenSize = (header: JpegHeader): { readonly width: number; readonly height: number } =>
  header.orientation < 5
    ? { width: header.width, height: header.height }
    : { width: header.height, height: header.width }

const damaged = fail({ kind: 'damaged' } as const)
const tooComplex = fail({ kind: 'tooComplex' } as const)

const progressiveFrame = 0xc2
/** Baseline, extended sequential and progressive, with Huffman coding: what every decoder reads. */
export const huffmanFrames: ReadonlySet<number> = new Set([0xc0, 0xc1, progressiveFrame])

/** One to four components, two bytes each, between their number and three bytes of selection (B.2.3). */
const isScanHeader = ({ payload }: JpegSegment): boolean => {
  const components = payload[0] ?? 0
  return components >= 1 && components <= 4 && payload.length === 4 + 2 * components
}

const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== marker.dht && code !== marker.jpg && code !== marker.dac
