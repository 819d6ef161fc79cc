import { concatenate } from './concatenate.ts'
import { orientationExif } from './exifOrientation.ts'
import { huffmanFrames, type JpegHeader } from './jpegHeader.ts'
import { marker, type JpegSegment } from './jpegSegments.ts'

/**
 * The same picture, every coefficient as it was, with nothing beside it: what is not needed to decode it
 * (position, camera, comments, thumbnails, colour profile, further pictures, whatever follows its end) is left
 * out, and what decoders look for is written afresh, so that no byte of the original's metadata remains.
 */
export const stripJpeg = (header: JpegHeader): Uint8Array => {
  const parts: Uint8Array[] = [Uint8Array.of(0xff, marker.soi)]
  const write = (code: number, payload: Uint8Array): void => {
    const length = payload.length + 2
    parts.push(Uint8Array.of(0xff, code, length >> 8, length & 0xff), payload)
  }

  // Decoders decide by these two whether three components are YCbCr or RGB, and four CMYK or YCCK.
  if (header.segments.some(isJfif)) write(marker.app0, plainJfif)
  if (header.orientation !== 1) write(marker.app1, orientationExif(header.orientation))
  const adobe = header.segments.find(isAdobe)
  if (adobe !== undefined) write(marker.app14, plainAdobe(adobe.payload[adobeTransform] ?? 0))

  for (const segment of header.segments) {
    if (segment.marker === marker.sos) {
      write(marker.sos, header.progressive ? segment.payload : sequentialScan(segment.payload))
      parts.push(segment.data)
    } else if (isNeeded(segment.marker)) {
      write(segment.marker, segment.payload)
    }
  }
  parts.push(Uint8Array.of(0xff, marker.eoi))
  return concatenate(parts)
}

const isNeeded = (code: number): boolean =>
  huffmanFrames.has(code) || code === marker.dht || code === marker.dqt || code === marker.dri

/**
 * Some Samsung phones leave nonsense in the last three bytes, which select coefficients in progressive scans
 * only. Decoders ignore it with a warning, and a warning is what a damaged picture is known by.
 */
const sequentialScan = (payload: Uint8Array): Uint8Array => {
  const fixed = payload.slice()
  fixed.set([0, 63, 0], Math.max(0, fixed.length - 3))
  return fixed
}

export const isJfif = ({ marker: code, payload }: JpegSegment): boolean =>
  code === marker.app0 && payload.length >= 14 && startsWith(payload, [0x4a, 0x46, 0x49, 0x46, 0])

/** JFIF 1.01, square pixels, no density, no thumbnail. */
const plainJfif = Uint8Array.of(0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)

const adobeStart = [0x41, 0x64, 0x6f, 0x62, 0x65]
/** Where, in an Adobe segment, the transform between components and colours stands. */
export const adobeTransform = 11

export const isAdobe = ({ marker: code, payload }: JpegSegment): boolean =>
  code === marker.app14 && payload.length > adobeTransform && startsWith(payload, adobeStart)

const plainAdobe = (transform: number): Uint8Array =>
  Uint8Array.of(...adobeStart, 0, 100, 0, 0, 0, 0, transform)

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)
