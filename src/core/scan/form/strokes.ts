/** A connected group of marked pixels. */
export interface Blob {
  readonly pixels: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  /** Standard deviation across its main direction, in pixels: a line's is that of its width. */
  readonly across: number
}

/**
 * How much darker a pixel is than both sides of whatever narrow thing it belongs to (Meyer's black top-hat): a shadow,
 * wider than twice `radius`, leaves nothing.
 */
export const narrowDark = (
  from: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array => {
  const closed = extremes(extremes(from, width, height, radius, 1), width, height, radius, -1)
  return closed.map((value, at) => value - (from[at] ?? 0))
}

/** The largest (sign 1) or smallest (-1) value within a square of this radius. */
const extremes = (
  from: Float32Array,
  width: number,
  height: number,
  radius: number,
  sign: 1 | -1,
): Float32Array => {
  const across = new Float32Array(from.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let best = -Infinity
      const last = Math.min(width - 1, x + radius)
      for (let at = Math.max(0, x - radius); at <= last; at++)
        best = Math.max(best, sign * (from[y * width + at] ?? 0))
      across[y * width + x] = best
    }
  const both = new Float32Array(from.length)
  for (let y = 0; y < height; y++) {
    const [first, last] = [Math.max(0, y - radius), Math.min(height - 1, y + radius)]
    for (let x = 0; x < width; x++) {
      let best = -Infinity
      for (let row = first; row <= last; row++) best = Math.max(best, across[row * width + x] ?? 0)
      both[y * width + x] = sign * best
    }
  }
  return both
}

/** The groups of marked (non-zero) pixels that touch by edge or corner; `marked` is emptied. */
export const blobsOf = (marked: Uint8Array, width: number, height: number): readonly Blob[] => {
  const blobs: Blob[] = []
  const open = new Int32Array(marked.length)
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] === 0) continue
    let [pending, pixels] = [0, 0]
    let [left, top, right, bottom] = [width, height, 0, 0]
    let [sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0]
    open[pending++] = start
    marked[start] = 0
    while (pending > 0) {
      const at = open[--pending] ?? 0
      const x = at % width
      const y = (at - x) / width
      pixels++
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
      sx += x
      sy += y
      sxx += x * x
      sxy += x * y
      syy += y * y
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const next = row * width + column
          if (marked[next] === 0) continue
          marked[next] = 0
          open[pending++] = next
        }
    }
    const [mx, my] = [sx / pixels, sy / pixels]
    const [xx, xy, yy] = [sxx / pixels - mx * mx, sxy / pixels - mx * my, syy / pixels - my * my]
    const least = (xx + yy) / 2 - Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy)
    blobs.push({ pixels, left, top, right, bottom, across: Math.sqrt(Math.max(0, least)) })
  }
  return blobs
}
