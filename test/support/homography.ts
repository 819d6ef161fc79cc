/** The nine numbers of a projective map of the plane, row by row. */
export type Map9 = readonly [number, number, number, number, number, number, number, number, number]

type Point = readonly [number, number]

/** Takes the unit square to a quadrilateral, its corners in the order of reading (Heckbert 1989). */
export const squareTo = ([[x0, y0], [x1, y1], [x3, y3], [x2, y2]]: readonly [
  Point,
  Point,
  Point,
  Point,
]): Map9 => {
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3]
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3]
  const whole = dx1 * dy2 - dx2 * dy1
  const g = (dx3 * dy2 - dx2 * dy3) / whole
  const h = (dx1 * dy3 - dx3 * dy1) / whole
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1]
}

/** Up to a factor, which a projective map does not have. */
export const inverse = ([a, b, c, d, e, f, g, h, i]: Map9): Map9 => [
  e * i - f * h,
  c * h - b * i,
  b * f - c * e,
  f * g - d * i,
  a * i - c * g,
  c * d - a * f,
  d * h - e * g,
  b * g - a * h,
  a * e - b * d,
]
