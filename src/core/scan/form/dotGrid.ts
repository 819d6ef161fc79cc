import type { Pixels } from '../colour.ts'
import { fourierOf } from './fourier.ts'

/** Pixels of a window's side, and between windows side by side: a few dozen of them are enough. */
const side = 64
const half = side / 2
const apart = 128

/** Waves in a window: wider ones are print's own, and what is finer than two pixels is not seen. */
const waves = { least: 8, most: 31 } as const

/** Waves by which a frequency's neighbours differ from it. */
const beside = { from: 3, to: 5.2 } as const

/** Waves to both sides along its own ray, on which a straight line has power at every frequency. */
const alongRay = 5

/**
 * How far a frequency's mean power stands out from its neighbours', in natural logarithms. Print in lines, grain and
 * compression have up to 2.9.
 */
const standsOut = { around: 3.5, alongRay: 2.2 } as const

/**
 * Whether one fine frequency is all over a stretch of a picture, at the size the camera took it: the dots of a screen.
 * Each window's power counts by its logarithm, so that no letter or line outweighs the rest.
 */
export const hasDotGrid = (stretch: Pixels): boolean => {
  const power = meanPower(stretch)
  if (power === undefined) return false
  // A picture's spectrum is the same on both sides of its middle, upside down.
  const at = (u: number, v: number): number => {
    const isBeyond = u < 0 || u > half
    const [across, down] = isBeyond ? [(side - u) % side, side - v] : [u, side + v]
    return power[(down % side) * side + across] ?? 0
  }
  for (let u = 0; u <= half; u++)
    for (let v = -waves.most; v <= waves.most; v++) {
      const away = Math.hypot(u, v)
      if (away < waves.least || away > waves.most || isOfBlocks(u, v)) continue
      const around = ring.map(([right, down]) => at(u + right, v + down)).sort((a, b) => a - b)
      if (at(u, v) - (around[Math.floor(around.length * 0.75)] ?? 0) < standsOut.around) continue
      const along = [1 - alongRay / away, 1 + alongRay / away].flatMap((share) => {
        const [across, down] = [Math.round(u * share), Math.round(v * share)]
        return near.map(([x, y]) => at(across + x, down + y))
      })
      if (at(u, v) - Math.max(...along) > standsOut.alongRay) return true
    }
  return false
}

/** The blocks of a JPEG are eight pixels wide. */
const isOfBlocks = (u: number, v: number): boolean => u % 8 === 0 && v % 8 === 0

const offsets = Array.from({ length: 11 }, (_, index) => index - 5)
const ring = offsets
  .flatMap((right) => offsets.map((down) => [right, down] as const))
  .filter(([right, down]) => {
    const away = Math.hypot(right, down)
    return away >= beside.from && away <= beside.to
  })

const near = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const))

/** Fades a window's edges (Hann), which are no waves. */
const fade = Float64Array.from({ length: side }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / side))

const fourier = fourierOf(side)

/** By frequency down and, up to half of all, across; undefined when no window fits. */
const meanPower = ({ width, height, data }: Pixels): Float64Array | undefined => {
  const sum = new Float64Array(side * side)
  const [real, imaginary] = [new Float64Array(side * side), new Float64Array(side * side)]
  let windows = 0
  for (let top = 0; top + side <= height; top += side)
    for (let left = 0; left + side <= width; left += apart) {
      let whole = 0
      for (let y = 0, to = 0; y < side; y++)
        for (let x = 0, from = ((top + y) * width + left) * 4 + 1; x < side; x++, to++, from += 4)
          whole += real[to] = data[from] ?? 0
      const mean = Math.max(20, whole / (side * side))
      for (let y = 0, at = 0; y < side; y++)
        for (let x = 0; x < side; x++, at++)
          real[at] = ((real[at] ?? 0) / mean - 1) * (fade[x] ?? 0) * (fade[y] ?? 0)
      imaginary.fill(0)
      for (let line = 0; line < side; line++) fourier(real, imaginary, { from: line * side, step: 1 })
      for (let line = 0; line <= half; line++) fourier(real, imaginary, { from: line, step: side })
      for (let row = 0; row < side; row++)
        for (let at = row * side, end = at + half; at <= end; at++) {
          const [r, i] = [real[at] ?? 0, imaginary[at] ?? 0]
          sum[at] = (sum[at] ?? 0) + Math.log(r * r + i * i + 1e-6)
        }
      windows++
    }
  return windows === 0 ? undefined : sum.map((value) => value / windows)
}
