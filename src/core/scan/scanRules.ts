import type { ScanKind } from '../application.ts'

/** The largest scan that is accepted and stored, in bytes: 1 MB of R7. */
export const maxScanBytes = 1_048_576

/** The largest picture that is opened at all, so that it can be made smaller: what Telegram hands a bot. */
export const maxPictureBytes = 20 * 1_048_576

/**
 * The fewest pixels of the short side at which a scan can be read.
 *
 * - `form`: the 210 mm of an A4 page across 700 pixels give a printed character of 10.5 pt 12 pixels, the
 *   smallest at which Chinese is still legible. A page that a chat service shrank to 1280 pixels has 905, and
 *   one photographed across a 16:9 picture 720.
 * - `idCard`: a card of 54 mm that fills 250 pixels, as one scanned without a margin at 120 dpi does, has 4.6
 *   pixels a millimetre. Its number is read by machine from 2.5 on and by eye from 1.3; of a card that fills
 *   less of its picture, that nothing was read is warned of.
 */
export const minShortSide: Readonly<Record<ScanKind, number>> = { form: 700, idCard: 250 }

/** The longest side of a copy made smaller, in pixels: an A4 page at 210 dpi. */
export const shrunkLongSide = 2480

/** The longest side of the upright copy, in pixels: an A4 page at 150 dpi, at which every printed character is read. */
export const uprightLongSide = 1754

/** The longest side of a thumbnail, in pixels. */
export const thumbnailLongSide = 320

/** Of the copy with marks that a chat shows: pixels of its longest side, as chat services show pictures, and bytes. */
export const markedCopy = { longSide: 1280, bytes: 300_000 } as const

/**
 * What of another kind than JPEG is opened to convert it. Of these every pixel is in memory at once, and the decoders
 * of HEIC and WebP need several times as much: a telephone's usual 12 megapixels, twice.
 */
export const convertingLimits = {
  pixels: 25_000_000,
  /** Chunks of a PNG, boxes of a HEIC: a PNG of 20 MB in chunks of 8 KB, as encoders write them, has 2560. */
  parts: 4000,
} as const

/**
 * What is decoded at all. Decoding a JPEG in one scan needs a few lines of memory; one in several scans needs
 * every coefficient at once, and each further scan costs another pass over the picture.
 */
export const decodingLimits = {
  pixels: 50_000_000,
  pixelsInSeveralScans: 25_000_000,
  /** Encoders write 1 (baseline), 10 (progressive colour), or 18 (progressive, four components). */
  scans: 20,
  /** A depth map or profile in extended metadata takes one for each 64 KB. */
  segments: 1000,
  /** 0xFF that are looked at, markers or not: one byte in 256 of a picture's data is, of the largest file 82,000. */
  escapes: 500_000,
} as const
