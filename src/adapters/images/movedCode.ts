import type { Point, SeenCode } from '../../core/scan/reading.ts'

/** The code, each corner moved. */
export const movedCode = ({ text, corners: [a, b, c, d] }: SeenCode, to: (at: Point) => Point): SeenCode => ({
  text,
  corners: [to(a), to(b), to(c), to(d)],
})
