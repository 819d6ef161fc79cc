import type { ScanProblem } from '../../core/problem.ts'
import type { Result } from '../../core/result.ts'
import type { Pixels } from '../../core/scan/colour.ts'
import type { ReadCodes, SeenCode, Turn } from '../../core/scan/reading.ts'

/** What a host opens and draws pictures with. Every JPEG is a stripped one, its header checked. */
export interface PictureTools {
  readonly readCodes: ReadCodes
  /** The picture as seen, in sRGB, its longest side best `longSide` pixels, and little more; what is smaller stays. */
  decodeToRead(jpeg: Uint8Array, longSide: number): Promise<Result<Pixels, ScanProblem>>
  /** The same, turned, its longest side `longSide` pixels exactly unless it is smaller. */
  decodeToShow(
    jpeg: Uint8Array,
    size: { readonly longSide: number; readonly turn: Turn },
  ): Promise<Result<Pixels, ScanProblem>>
  /** The codes in more detail than the pixels of a first look have, each where it lies in those. */
  lookCloser(jpeg: Uint8Array, first: Pixels): Promise<Result<readonly SeenCode[], ScanProblem>>
  /**
   * A stretch near the picture's middle as it is stored, neither turned nor made smaller; undefined where the picture is
   * no larger than `longSide`, or the stretch is no cheaper than all of it. A host may do without.
   */
  stretchOf?(jpeg: Uint8Array, longSide: number): Promise<Pixels | undefined>
  /** A JPEG without metadata, of at most `maxScanBytes` or so many bytes; undefined when none is so small. */
  encode(pixels: Pixels, maxBytes?: number): Promise<Uint8Array | undefined>
  /** A JPEG whose longest side is `thumbnailLongSide` pixels. */
  encodeThumbnail(pixels: Pixels): Promise<Uint8Array>
  /** Gives back the memory of pixels that nothing looks at any more, where that is scarce. */
  release(pixels: Pixels): void
}
