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
  const both = from.map((value) => sign * value)
  spread(both, { lines: height, stride: width, length: width, step: 1 }, radius)
  spread(both, { lines: width, stride: 1, length: height, step: width }, radius)
  return both.map((value) => sign * value)
}

interface Lines {
  readonly lines: number
  readonly stride: number
  /** Of a line, and between its values. */
  readonly length: number
  readonly step: number
}

/** Puts at each place of a line the largest within so many to both sides, by windows that double. */
const spread = (data: Float32Array, { lines, stride, length, step }: Lines, radius: number): void => {
  const window = 2 * radius + 1
  const line = new Float32Array(length + 2 * radius)
  for (let number = 0; number < lines; number++) {
    line.fill(-Infinity)
    const begin = number * stride
    for (let at = 0; at < length; at++) line[at + radius] = data[begin + at * step] ?? 0
    for (let reach = 1; reach < window;) {
      const shift = Math.min(reach, window - reach)
      for (let at = 0; at + shift < line.length; at++) {
        const next = line[at + shift] ?? 0
        if (next > (line[at] ?? 0)) line[at] = next
      }
      reach += shift
    }
    for (let at = 0; at < length; at++) data[begin + at * step] = line[at] ?? 0
  }
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
