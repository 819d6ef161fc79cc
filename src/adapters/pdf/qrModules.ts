import { qrcode } from 'bwip-js/generic'
import { Fault } from '../../core/fault.ts'

/** Dark modules by row and column, from the top left, without the quiet zone. */
export type QrModules = readonly (readonly boolean[])[]

/**
 * The QR symbol (ISO/IEC 18004) of level M for a text. Throws Fault `alert` when the text is empty or longer than any
 * symbol holds.
 */
export const qrModules = (text: string): QrModules => {
  let modules: boolean[][] = []
  let polygons: (readonly (readonly [number, number])[])[] = []
  const drawing = {
    scale: (): [number, number] => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width: number, height: number) => {
      modules = Array.from({ length: height }, () => Array.from({ length: width }, () => false))
      polygons = []
    },
    polygon: (points: [number, number][]) => void polygons.push(points),
    fill: () => {
      for (const points of polygons) invertInside(modules, points)
      polygons = []
    },
    line: () => undefined,
    hexagon: () => undefined,
    ellipse: () => undefined,
    text: () => undefined,
    end: () => modules,
  }
  // A variable: `eclevel` is an option of this symbology that the types leave out.
  const options = { bcid: 'qrcode', text, eclevel: 'M', scale: 1 }
  try {
    return qrcode(options, drawing)
  } catch (cause) {
    throw new Fault('alert', `No QR symbol holds the link of the form (${text.length} characters)`, { cause })
  }
}

/** The encoder draws outlines, holes included, to be filled even-odd: what lies right of an upright edge is inverted. */
const invertInside = (modules: boolean[][], points: readonly (readonly [number, number])[]): void => {
  for (const [i, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y]
    if (x !== nextX) continue
    for (const row of modules.slice(Math.min(y, nextY), Math.max(y, nextY)))
      for (let column = x; column < row.length; column++) row[column] = row[column] !== true
  }
}
