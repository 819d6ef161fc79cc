import type { IdType, ScanKind } from '../application.ts'
import type { ScanProblem } from '../problem.ts'
import type { Result } from '../result.ts'
import type { Region, ScanReading, Turn } from './reading.ts'

/** What a picture is held against while it is read: scoring what is expected reads better than reading blindly. */
export interface Asked {
  /** Undefined for a picture that came without a word: it is taken for what it shows. */
  readonly kind: ScanKind | undefined
  /** What stands on the applicant's document; undefined when nobody knows yet. */
  readonly holder?: { readonly idType: IdType; readonly idNumber: string; readonly name: string }
}

/** A picture that may become a scan: what is stored of it, and what was read from it. */
export interface Inspection {
  /** Pixels, as seen: after the camera's orientation is applied. */
  readonly width: number
  readonly height: number
  /**
   * What is stored: a JPEG of at most `maxScanBytes` with the pixels as they were sent, to the bit, and no
   * metadata but the orientation: no position, camera, comment, thumbnail, profile, nothing after its end.
   */
  readonly jpeg: Uint8Array
  /** Which scan the picture shows, whatever it was sent for; undefined when it shows neither for certain. */
  readonly shows: ScanKind | undefined
  /** Of what it shows, else of the kind asked for; undefined where nothing on this host reads that kind. */
  readonly reading: ScanReading | undefined
  /** Made for looking at it, each without metadata; undefined where the host makes none. */
  readonly copies: ScanCopies
  /** 32 bytes that hardly differ for pictures that look alike, bit by bit; undefined where the host makes none. */
  readonly likeness: Uint8Array | undefined
}

export interface ScanCopies {
  /** Turned, as far as the turn is known; of a form whose page was found that alone, laid flat, nothing around it. */
  readonly upright?: Uint8Array
  /** The same, its longest side `thumbnailLongSide` pixels at most. */
  readonly thumbnail?: Uint8Array
}

/**
 * Looks at pictures without trusting them: bounded in time and memory, whatever the bytes. Throws a Fault only
 * when the inspector itself does not work.
 */
export interface ScanInspector {
  /**
   * The refusals of R8 that need only the picture, in this order: `notJpeg`, `damaged` or `tooComplex`,
   * `tooFewPixels`, `greyscale`, `tooLarge`. So a picture that is offered to be converted (`convertible`) is
   * not refused for something else after that.
   */
  inspect(bytes: Uint8Array, asked: Asked): Promise<Result<Inspection, ScanProblem>>
  /**
   * A JPEG of at most `maxScanBytes` without metadata, of what was refused as `convertible`: the same pixels where
   * leaving the metadata out is enough, else its longest side at most `shrunkLongSide` pixels.
   */
  convert(bytes: Uint8Array): Promise<Result<Uint8Array, ScanProblem>>
  /**
   * A copy, turned upright, with the places marked by numbers from 1 in their order; undefined where the host
   * cannot draw. `jpeg` is one that `inspect` gave.
   */
  mark(jpeg: Uint8Array, regions: readonly Region[], turn: Turn): Promise<Uint8Array | undefined>
}
