import { marker, type JpegSegment } from './jpegSegments.ts'

/** How the picture is to be turned or mirrored to be seen as it was taken (Exif 2.32, tag 0x0112). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

const orientationTag = 0x0112
const short = 3
const exifStart = [0x45, 0x78, 0x69, 0x66, 0, 0]

/** The orientation that the first Exif segment names; 1, upright, when none does or it makes no sense. */
export const exifOrientation = (segments: readonly JpegSegment[]): Orientation => {
  const exif = segments.find(
    ({ marker: code, payload }) =>
      code === marker.app1 && exifStart.every((byte, index) => payload[index] === byte),
  )
  if (exif === undefined) return 1
  const tiff = exif.payload.subarray(exifStart.length)
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  if (view.byteLength < 8) return 1
  const byteOrder = view.getUint16(0)
  if (byteOrder !== 0x4949 && byteOrder !== 0x4d4d) return 1
  const little = byteOrder === 0x4949

  const directory = view.getUint32(4, little)
  if (directory + 2 > view.byteLength) return 1
  const count = view.getUint16(directory, little)
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12
    if (entry + 12 > view.byteLength) return 1
    if (view.getUint16(entry, little) !== orientationTag) continue
    const value = view.getUint16(entry + 8, little)
    return view.getUint16(entry + 2, little) === short && isOrientation(value) ? value : 1
  }
  return 1
}

const isOrientation = (value: number): value is Orientation => value >= 1 && value <= 8

/** The payload of an Exif segment that says the orientation and nothing else. */
export const orientationExif = (orientation: Orientation): Uint8Array => {
  const bigEndianTiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8]
  const entry = [orientationTag >> 8, orientationTag & 0xff, 0, short, 0, 0, 0, 1, 0, orientation, 0, 0]
  return Uint8Array.of(...exifStart, ...bigEndianTiff, 0, 1, ...entry, 0, 0, 0, 0)
}
