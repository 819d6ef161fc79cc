/**
 * What each wave number of the transform below is to be multiplied by along each side: the rest of Arai, Agui and
 * Nakajima's arithmetic, which costs nothing in one with the quantizers.
 */
export const forwardWeights: readonly number[] = Array.from(
  { length: 8 },
  (_, u) => 1 / (Math.sqrt(8) * (u === 0 ? 1 : Math.SQRT2 * Math.cos((u * Math.PI) / 16))),
)

/** The cosine transform of 8 by 8 samples, in their place, but for the weights (ITU-T T.81, A.3.3). */
export const forwardDct = (block: Float64Array): void => {
  for (let row = 0; row < 64; row += 8) eightPoints(block, row, 1)
  for (let column = 0; column < 8; column++) eightPoints(block, column, 8)
}

const cos8 = Math.cos(Math.PI / 8)
const sin8 = Math.sin(Math.PI / 8)

const eightPoints = (block: Float64Array, at: number, step: number): void => {
  const a = block[at] ?? 0
  const b = block[at + step] ?? 0
  const c = block[at + 2 * step] ?? 0
  const d = block[at + 3 * step] ?? 0
  const e = block[at + 4 * step] ?? 0
  const f = block[at + 5 * step] ?? 0
  const g = block[at + 6 * step] ?? 0
  const h = block[at + 7 * step] ?? 0

  const outer = a + h + d + e
  const inner = b + g + c + f
  const across = a + h - d - e
  const turned = (b + g - c - f + across) * Math.SQRT1_2
  block[at] = outer + inner
  block[at + 4 * step] = outer - inner
  block[at + 2 * step] = across + turned
  block[at + 6 * step] = across - turned

  const x = d - e + c - f
  const y = (c - f + b - g) * Math.SQRT1_2
  const z = b - g + a - h
  const shared = (x - z) * sin8
  const low = (cos8 - sin8) * x + shared
  const high = (cos8 + sin8) * z + shared
  const plus = a - h + y
  const minus = a - h - y
  block[at + 5 * step] = minus + low
  block[at + 3 * step] = minus - low
  block[at + step] = plus + high
  block[at + 7 * step] = plus - high
}
