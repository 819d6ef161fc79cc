import type { Pixels } from '../colour.ts'

/** One byte a pixel, row by row. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** The picture as through a red glass: print stays dark, and a seal over it is as light as the paper. */
export const redPlane = ({ width, height, data: from }: Pixels): Plane => {
  const data = new Uint8Array(width * height)
  for (let at = 0, to = 0; to < data.length; at += 4, to++) data[to] = from[at] ?? 0
  return { width, height, data }
}
