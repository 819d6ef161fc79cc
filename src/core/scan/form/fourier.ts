/** A line of so many numbers within others. */
export interface Line {
  readonly from: number
  readonly step: number
}

/** Transforms lines of complex numbers in place. */
export type Fourier = (real: Float64Array, imaginary: Float64Array, line: Line) => void

/** Fourier's transform (Cooley and Tukey) of so many complex numbers, a power of two. */
export const fourierOf = (length: number): Fourier => {
  const turns = Array.from({ length: length / 2 }, (_, at) => (-2 * Math.PI * at) / length)
  const [cosines, sines] = [Float64Array.from(turns, Math.cos), Float64Array.from(turns, Math.sin)]
  return (real, imaginary, { from, step }) => {
    for (let index = 1, reversed = 0; index < length; index++) {
      let bit = length >> 1
      for (; reversed & bit; bit >>= 1) reversed ^= bit
      reversed ^= bit
      if (index < reversed) {
        swap(real, from + index * step, from + reversed * step)
        swap(imaginary, from + index * step, from + reversed * step)
      }
    }
    for (let size = 2; size <= length; size <<= 1)
      for (let turn = 0; turn < size / 2; turn++) {
        const cos = cosines[(turn * length) / size] ?? 0
        const sin = sines[(turn * length) / size] ?? 0
        for (let begin = turn; begin < length; begin += size) {
          const a = from + begin * step
          const b = a + (size / 2) * step
          const [br, bi] = [real[b] ?? 0, imaginary[b] ?? 0]
          const [right, down] = [br * cos - bi * sin, br * sin + bi * cos]
          const [ar, ai] = [real[a] ?? 0, imaginary[a] ?? 0]
          real[b] = ar - right
          imaginary[b] = ai - down
          real[a] = ar + right
          imaginary[a] = ai + down
        }
      }
  }
}

const swap = (values: Float64Array, a: number, b: number): void => {
  const value = values[a] ?? 0
  values[a] = values[b] ?? 0
  values[b] = value
}
