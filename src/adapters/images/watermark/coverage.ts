export interface CoveragePoint {
  readonly x: number
  readonly y: number
}

/** How much of each pixel a shape covers, 0 to 1, row by row. */
export interface Coverage {
  readonly width: number
  readonly height: number
  readonly shares: Float32Array
}

/**
 * Fills closed chains of points, in pixels from the top left, wholly inside the picture. Each edge leaves in the pixels
 * it crosses how much it covers of what lies to their right; summed up along a row that is the exact coverage. Where
 * outlines of one direction overlap, they count once.
 */
export const coverageOf = (
  chains: readonly (readonly CoveragePoint[])[],
  { width, height }: Pick<Coverage, 'width' | 'height'>,
): Coverage => {
  // One column more, for what the last one leaves to its right.
  const stride = width + 1
  const edges = new Float32Array(stride * height)
  for (const chain of chains)
    for (const [index, to] of chain.entries()) {
      const from = chain[index === 0 ? chain.length - 1 : index - 1]
      if (from) addEdge(edges, stride, from, to)
    }
  const shares = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    let sum = 0
    for (let x = 0; x < width; x++) {
      sum += edges[y * stride + x] ?? 0
      shares[y * width + x] = Math.min(1, Math.abs(sum))
    }
  }
  return { width, height, shares }
}

const addEdge = (edges: Float32Array, stride: number, one: CoveragePoint, other: CoveragePoint): void => {
  if (one.y === other.y) return
  const [direction, top, bottom] = one.y < other.y ? [1, one, other] : [-1, other, one]
  const slope = (bottom.x - top.x) / (bottom.y - top.y)
  for (let y = Math.floor(top.y); y < Math.ceil(bottom.y); y++) {
    const [begin, end] = [Math.max(top.y, y), Math.min(bottom.y, y + 1)]
    const [x0, x1] = [top.x + (begin - top.y) * slope, top.x + (end - top.y) * slope]
    addInRow(edges, y * stride, Math.min(x0, x1), Math.max(x0, x1), direction * (end - begin))
  }
}

/** An edge within one row, from `left` to `right`, that is `height` of the row high. */
const addInRow = (edges: Float32Array, row: number, left: number, right: number, height: number): void => {
  const add = (column: number, value: number): void => {
    edges[row + column] = (edges[row + column] ?? 0) + value
  }
  const [first, last] = [Math.floor(left), Math.floor(right)]
  for (let column = first; column <= last; column++) {
    const [from, to] = [Math.max(left, column), Math.min(right, column + 1)]
    const share = right === left ? 1 : (to - from) / (right - left)
    const covered = column + 1 - (from + to) / 2
    add(column, height * share * covered)
    add(column + 1, height * share * (1 - covered))
  }
}
