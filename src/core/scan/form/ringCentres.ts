/** Numbers at pixels, row by row. */
export interface Field {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** In pixels of the field. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** Millimetres of the radii of seals: as wide as what is accepted, so that what is not is judged by its ring. */
const radii = { from: 14, to: 29 } as const

/** How many centres are worth a closer look, and how far apart they are, in millimetres. */
const candidates = 4
const apart = 5

/**
 * Where circles that are dark inside their edge may have their middles, the likeliest first (Hough's transform along the
 * gradient): every edge votes for where it points, `scale` pixels to a millimetre.
 */
export const ringCentres = (
  { width, height, data }: Field,
  threshold: number,
  scale: number,
): readonly Spot[] => {
  // Votes are gathered coarsely: paper that bends leaves no circle exact.
  const cell = scale
  const columns = Math.ceil(width / cell)
  const rows = Math.ceil(height / cell)
  const votes = new Float32Array(columns * rows)
  const steep = threshold / 2
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const gx = (data[at + 1] ?? 0) - (data[at - 1] ?? 0)
      const gy = (data[at + width] ?? 0) - (data[at - width] ?? 0)
      const slope = Math.sqrt(gx * gx + gy * gy)
      if (slope < steep) continue
      const [dx, dy] = [gx / slope, gy / slope]
      for (let radius = radii.from * scale; radius <= radii.to * scale; radius += cell) {
        const column = ((x + dx * radius) / cell) | 0
        const row = ((y + dy * radius) / cell) | 0
        if (column < 0 || row < 0 || column >= columns || row >= rows) continue
        const to = row * columns + column
        votes[to] = (votes[to] ?? 0) + 1
      }
    }
  return peaks(blurredTwice(votes, columns, rows), columns, rows, apart).map(({ x, y }) => ({
    x: (x + 0.5) * cell,
    y: (y + 0.5) * cell,
  }))
}

const blurredTwice = (votes: Float32Array, columns: number, rows: number): Float32Array => {
  let from = votes
  for (let round = 0; round < 2; round++) {
    const to = new Float32Array(votes.length)
    for (let row = 1; row < rows - 1; row++)
      for (let column = 1, at = row * columns + 1; column < columns - 1; column++, at++)
        for (let y = -columns; y <= columns; y += columns)
          to[at] = (to[at] ?? 0) + (from[at + y - 1] ?? 0) + (from[at + y] ?? 0) + (from[at + y + 1] ?? 0)
    from = to
  }
  return from
}

const peaks = (votes: Float32Array, columns: number, rows: number, apart: number): readonly Spot[] => {
  const left = votes.slice()
  const found: Spot[] = []
  while (found.length < candidates) {
    let best = 0
    for (let at = 1; at < left.length; at++) if ((left[at] ?? 0) > (left[best] ?? 0)) best = at
    if ((left[best] ?? 0) === 0) break
    const [x, y] = [best % columns, Math.floor(best / columns)]
    found.push({ x, y })
    for (let row = Math.max(0, y - apart); row <= Math.min(rows - 1, y + apart); row++)
      left.fill(0, row * columns + Math.max(0, x - apart), row * columns + Math.min(columns, x + apart + 1))
  }
  return found
}
