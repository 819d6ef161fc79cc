import sharp, { type Sharp } from 'sharp'
import type { Random } from '../../test/support/random.ts'

/** RGB, three bytes a pixel. */
export interface Film {
  readonly data: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
}

const rawOf = ({ width, height }: Film) => ({ raw: { width, height, channels: 3 as const } })

const filmOf = async (image: Sharp): Promise<Film> => {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  return {
    data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
  }
}

/** As a lens that is not in focus, and a camera that sharpens what it got; in pixels, 0 for neither. */
export const softened = (film: Film, sigma: number, sharpening: number): Promise<Film> => {
  const image = sharp(film.data, rawOf(film))
  if (sigma >= 0.3) image.blur(sigma)
  if (sharpening > 0) image.sharpen({ sigma: 1, m1: sharpening, m2: sharpening })
  return sigma >= 0.3 || sharpening > 0 ? filmOf(image) : Promise.resolve(film)
}

/** As a camera that moved while it looked: the mean of so many pixels along a straight line. */
export const smeared = (film: Film, length: number, degrees: number): Film => {
  const reach = Math.max(1, Math.round(length))
  if (reach < 2) return film
  const { width, height, data } = film
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  // Along the nearer axis; the other one follows in steps.
  const lying = Math.abs(cos) >= Math.abs(sin)
  const slope = lying ? sin / cos : cos / sin
  const [along, across] = lying ? [width, height] : [height, width]
  const [step, stride] = lying ? [3, width * 3] : [width * 3, 3]
  const result = new Uint8ClampedArray(data.length)
  const steps = Int32Array.from({ length: along }, (_, at) => Math.round(slope * at))
  const window = Math.max(2, Math.round(reach * Math.max(Math.abs(cos), Math.abs(sin))))
  const last = steps[along - 1] ?? 0
  for (let line = -Math.max(0, last); line < across - Math.min(0, last); line++) {
    const offset = (at: number): number => {
      const inside = Math.min(along - 1, Math.max(0, at))
      const row = Math.min(across - 1, Math.max(0, line + (steps[inside] ?? 0)))
      return inside * step + row * stride
    }
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0
      for (let at = -window; at < 0; at++) sum += data[offset(at + (window >> 1)) + channel] ?? 0
      for (let at = 0; at < along; at++) {
        sum += data[offset(at + (window >> 1)) + channel] ?? 0
        sum -= data[offset(at - window + (window >> 1)) + channel] ?? 0
        const row = line + (steps[at] ?? 0)
        if (row >= 0 && row < across) result[at * step + row * stride + channel] = sum / window
      }
    }
  }
  return { width, height, data: result }
}

/** Of a normal distribution, by turns; drawing one for each pixel would take most of the time. */
const grains = 65_537

/** The sensor's noise, of this standard deviation at middle grey; `colour` is the share of it that is not grey. */
export const grained = (film: Film, deviation: number, colour: number, random: Random): void => {
  if (deviation === 0) return
  const grain = Float32Array.from(
    { length: grains },
    () => (random() + random() + random() + random() - 2) * 1.73 * deviation,
  )
  const { data, width, height } = film
  let at = 0
  for (let y = 0; y < height; y++) {
    let speck = Math.floor(random() * grains)
    let tint = Math.floor(random() * grains)
    for (let x = 0; x < width; x++) {
      if (++speck >= grains) speck = 0
      const grey = (grain[speck] ?? 0) * (1 - colour)
      for (let channel = 0; channel < 3; channel++, at++) {
        if (++tint >= grains) tint = 0
        data[at] = (data[at] ?? 0) + grey + (grain[tint] ?? 0) * colour
      }
    }
  }
}

/** Of a JPEG's orientation tag (Exif), the one for a picture that is to be turned clockwise by so many quarters. */
const orientations = [1, 6, 3, 8] as const

export interface Development {
  readonly quality: number
  /** The longest side after the chat service has made it smaller, and its quality; undefined when it did not. */
  readonly chat?: { readonly longSide: number; readonly quality: number } | undefined
  /** By how many quarters clockwise a viewer has to turn what is stored, as its tag then says. */
  readonly tagged?: 0 | 1 | 2 | 3
  /** Black and white, in three channels that are alike or in one. */
  readonly grey?: 'three' | 'one' | undefined
}

export const developed = async (
  film: Film,
  { quality, chat, tagged = 0, grey }: Development,
): Promise<Uint8Array> => {
  const image = sharp(film.data, rawOf(film)).rotate(((4 - tagged) % 4) * 90)
  if (grey !== undefined) image.greyscale()
  if (grey === 'one') image.toColourspace('b-w')
  if (tagged !== 0 && chat === undefined) image.withMetadata({ orientation: orientations[tagged] })
  const jpeg = await image.jpeg({ quality }).toBuffer()
  if (chat === undefined) return new Uint8Array(jpeg)
  // Nothing may be decoded here: another part of the process may have forbidden it.
  const smaller = await filmOf(
    sharp(film.data, rawOf(film)).resize({ width: chat.longSide, height: chat.longSide, fit: 'inside' }),
  )
  return developed(smaller, { quality: chat.quality, grey })
}
