import { qrcode } from 'bwip-js/generic'
import { Fault } from '../../core/fault.ts'

/** A QR symbol without its quiet zone. */
export interface QrModules {
  /** Modules along one side. */
  readonly size: number
  /** 1 for dark, row by row from the top left. */
  readonly dark: Uint8Array
}

/**
 * One mask for every symbol (ISO/IEC 18004, 7.8), as the encoder counts them: judging all eight costs more than the
 * whole document, and a symbol is the sum of others only where they share it.
 */
const mask = 4

/**
 * The QR symbol (ISO/IEC 18004) of level M for a text. Throws Fault `alert` when the text is empty or longer than any
 * symbol holds.
 */
export const qrModules = (text: string): QrModules => {
  let size = 0
  let dark = new Uint8Array()
  let outlines: (readonly (readonly [number, number])[])[] = []
  const drawing = {
    scale: (): [number, number] => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width: number) => {
      size = width
      dark = new Uint8Array(size * size)
    },
    polygon: (points: [number, number][]) => void outlines.push(points),
    fill: () => {
      for (const points of outlines) invertInside({ size, dark }, points)
      outlines = []
    },
    line: () => undefined,
    hexagon: () => undefined,
    ellipse: () => undefined,
    text: () => undefined,
    end: () => ({ size, dark }),
  }
  // A variable: `eclevel` and `mask` are options of this symbology that the types leave out.
  const options = { bcid: 'qrcode', text, eclevel: 'M', mask, scale: 1 }
  try {
    return qrcode(options, drawing)
  } catch (cause) {
    throw new Fault('alert', `No QR symbol holds the link of the form (${text.length} characters)`, { cause })
  }
}

/** The encoder draws outlines, holes included, to be filled even-odd: what lies right of an upright edge is inverted. */
const invertInside = ({ size, dark }: QrModules, points: readonly (readonly [number, number])[]): void => {
  for (const [i, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y]
    if (x !== nextX) continue
    for (let row = Math.min(y, nextY); row < Math.max(y, nextY); row++)
      for (let at = row * size + x; at < (row + 1) * size; at++) dark[at] = 1 - (dark[at] ?? 0)
  }
}
