/**
 * Transforms each column of a matrix of complex numbers in place. Both parts are given row by row; how many columns
 * there are, their length tells.
 */
export type Fourier = (real: Float64Array, imaginary: Float64Array) => void

/** Fourier's transform (Cooley and Tukey) of so many complex numbers, a power of two. */
export const fourierOf = (length: number): Fourier => {
  const turns = Array.from({ length: length / 2 }, (_, at) => (-2 * Math.PI * at) / length)
  const [cosines, sines] = [Float64Array.from(turns, Math.cos), Float64Array.from(turns, Math.sin)]
  return (real, imaginary) => {
    const columns = real.length / length
    for (let index = 1, reversed = 0; index < length; index++) {
      let bit = length >> 1
      for (; reversed & bit; bit >>= 1) reversed ^= bit
      reversed ^= bit
      if (index < reversed) {
        swapRows(real, columns, index, reversed)
        swapRows(imaginary, columns, index, reversed)
      }
    }
    for (let size = 2; size <= length; size <<= 1)
      for (let begin = 0; begin < length; begin += size)
        for (let turn = 0; turn < size / 2; turn++) {
          const cos = cosines[(turn * length) / size] ?? 0
          const sin = sines[(turn * length) / size] ?? 0
          // All columns at once: what lies side by side in memory is used side by side.
          let a = (begin + turn) * columns
          let b = a + (size / 2) * columns
          for (const end = a + columns; a < end; a++, b++) {
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

const swapRows = (values: Float64Array, columns: number, a: number, b: number): void => {
  const row = values.slice(a * columns, (a + 1) * columns)
  values.copyWithin(a * columns, b * columns, (b + 1) * columns)
  values.set(row, b * columns)
}
