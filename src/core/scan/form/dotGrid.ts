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
    return power[across * side + (down % side)] ?? 0
  }
  const standsOutAround = (u: number, v: number): boolean => {
    const here = at(u, v)
    let beside = 0
    for (const [right, down] of ring)
      if (here - at(u + right, v + down) < standsOut.around && ++beside === mostBeside) return false
    return true
  }
  for (let u = 0; u <= half; u++)
    for (let v = -waves.most; v <= waves.most; v++) {
      const away = Math.hypot(u, v)
      if (away < waves.least || away > waves.most || isOfBlocks(u, v) || !standsOutAround(u, v)) continue
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

/** So many of the frequencies around, a quarter, have as much of it as print has. */
const mostBeside = ring.length - Math.floor(ring.length * 0.75)

const near = [-1, 0, 1].flatMap((right) => [-1, 0, 1].map((down) => [right, down] as const))

/** Fades a window's edges (Hann), which are no waves. */
const fade = Float64Array.from({ length: side }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / side))

const fourier = fourierOf(side)

/** By frequency across, up to half of all, and down; undefined when no window fits. */
const meanPower = (stretch: Pixels): Float64Array | undefined => {
  const windows = windowsOf(stretch)
  if (windows.length === 0) return undefined
  const sum = new Float64Array((half + 1) * side)
  const [one, other] = [new Float64Array(side * side), new Float64Array(side * side)]
  for (let index = 0; index < windows.length; index += 2) {
    // Two at once: what is even of the transform is of the real numbers, what is odd of the others.
    faded(stretch, windows[index], one)
    faded(stretch, windows[index + 1], other)
    fourier(one, other)
    transpose(one)
    transpose(other)
    fourier(one, other)
    for (let u = 0; u <= half; u++)
      for (let v = 0; v < side; v++) {
        const at = u * side + v
        const opposite = ((side - u) % side) * side + ((side - v) % side)
        const [r, i] = [one[at] ?? 0, other[at] ?? 0]
        const [s, j] = [one[opposite] ?? 0, other[opposite] ?? 0]
        const powers = [((r + s) ** 2 + (i - j) ** 2) / 4, ((r - s) ** 2 + (i + j) ** 2) / 4] as const
        sum[at] = (sum[at] ?? 0) + Math.log((powers[0] + 1e-6) * (powers[1] + 1e-6))
      }
  }
  return sum.map((value) => value / windows.length)
}

interface Window {
  readonly left: number
  readonly top: number
}

const windowsOf = ({ width, height }: Pixels): readonly Window[] => {
  const windows: Window[] = []
  for (let top = 0; top + side <= height; top += side)
    for (let left = 0; left + side <= width; left += apart) windows.push({ left, top })
  return windows
}

/** Writes how far each pixel is off the window's mean light, as a share of it and faded; nothing where no window is. */
const faded = ({ width, data }: Pixels, window: Window | undefined, into: Float64Array): void => {
  if (window === undefined) {
    into.fill(0)
    return
  }
  let whole = 0
  for (let y = 0, to = 0; y < side; y++)
    for (let x = 0, from = ((window.top + y) * width + window.left) * 4 + 1; x < side; x++, to++, from += 4)
      whole += into[to] = data[from] ?? 0
  const mean = Math.max(20, whole / (side * side))
  for (let y = 0, at = 0; y < side; y++)
    for (let x = 0; x < side; x++, at++)
      into[at] = ((into[at] ?? 0) / mean - 1) * (fade[x] ?? 0) * (fade[y] ?? 0)
}

const transpose = (square: Float64Array): void => {
  for (let row = 1; row < side; row++)
    for (let column = 0; column < row; column++) {
      const [a, b] = [row * side + column, column * side + row]
      const value = square[a] ?? 0
      square[a] = square[b] ?? 0
      square[b] = value
    }
}
