import type { ScanKind } from '../application.ts'
import type { ScanProblem } from '../problem.ts'
import type { Result } from '../result.ts'

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
  /** The text of the barcode that was read; a form's own goes before any other in the picture. */
  readonly code: string | undefined
}

/**
 * Looks at pictures without trusting them: bounded in time and memory, whatever the bytes. Throws a Fault only
 * when the inspector itself does not work.
 */
export interface ScanInspector {
  /**
   * The refusals of R8 that need only the picture, in this order: `notJpeg`, `damaged` or `tooComplex`,
   * `tooFewPixels`, `greyscale`, `tooLarge`. So a picture for which a smaller copy is offered (`shrinkable`) is
   * not refused for something else after that. The barcode is read when `kind` is `form`.
   */
  inspect(bytes: Uint8Array, kind: ScanKind): Promise<Result<Inspection, ScanProblem>>
  /**
   * A copy of at most `maxScanBytes` without metadata: the same pixels where leaving the metadata out is
   * enough, else its longest side at most `shrunkLongSide` pixels.
   */
  shrink(bytes: Uint8Array): Promise<Result<Uint8Array, ScanProblem>>
}
