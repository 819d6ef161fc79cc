import type { JpegHeader } from '../../../core/scan/jpegHeader.ts'
import { adobeTransform, isAdobe, isJfif } from '../../../core/scan/stripJpeg.ts'
import type { JpegFrame } from './jpegFrame.ts'

export type ColourModel = 'grey' | 'yCbCr' | 'rgb'

const rgbIds = [0x52, 0x47, 0x42]

/** What the components of a picture are, told as every decoder tells it: JFIF knows YCbCr alone, Adobe says it. */
export const colourModel = (header: JpegHeader, { components }: JpegFrame): ColourModel => {
  if (components.length === 1) return 'grey'
  if (header.segments.some(isJfif)) return 'yCbCr'
  const adobe = header.segments.find(isAdobe)
  if (adobe !== undefined) return adobe.payload[adobeTransform] === 0 ? 'rgb' : 'yCbCr'
  return components.every(({ id }, index) => id === rgbIds[index]) ? 'rgb' : 'yCbCr'
}
