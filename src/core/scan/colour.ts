/** A decoded picture: four bytes a pixel (red, green, blue, ignored), row by row from the top. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

/** Above this distance between a pixel's largest and smallest channel (0–255) it is coloured, not tinted. */
const colouredFrom = 16
/** A seal of faint ink on a form that fills half of the picture colours ten times as many pixels. */
const colouredShare = 0.0003
/** The mean distance in a colour photograph of white paper, from its light alone, is 4 and more. */
const tintedFrom = 2

/** Light, 0 to 255, below which a coding leaves no colour in paper and little in ink. */
const showingColour = 68

/** Whether a picture is so dark throughout that what is red on it need not have any colour left. */
export const isTooDarkForColour = (pixels: Pixels): boolean => lightOf(pixels, 0.01) < showingColour

/** The light, 0 to 255, that all but such a share of a picture stays under. */
export const lightOf = ({ data }: Pixels, share: number): number => {
  const counts = new Uint32Array(256)
  for (let at = 0; at + 2 < data.length; at += 4) {
    const light = (77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0)) >> 8
    counts[light] = (counts[light] ?? 0) + 1
  }
  let left = (data.length / 4) * share
  let light = 255
  for (; light > 0 && left >= (counts[light] ?? 0); light--) left -= counts[light] ?? 0
  return light
}

/**
 * Whether a picture is black and white, however many channels it has. It is in colour when something in it is
 * coloured (a seal on a clean scanned page) or when all of it has a tint (a photograph of an unstamped page).
 */
export const isGreyscale = ({ data }: Pixels): boolean => {
  const pixels = data.length / 4
  let coloured = 0
  let distances = 0
  for (let at = 0; at + 2 < data.length; at += 4) {
    const red = data[at] ?? 0
    const green = data[at + 1] ?? 0
    const blue = data[at + 2] ?? 0
    const distance = Math.max(red, green, blue) - Math.min(red, green, blue)
    distances += distance
    if (distance > colouredFrom) coloured++
  }
  return coloured <= pixels * colouredShare && distances <= pixels * tintedFrom
}
