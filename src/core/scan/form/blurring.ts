/** The mean of the 3 by 3 around each pixel; the outermost pixels stay as they are. */
export const smoothed = (from: Float32Array, width: number, height: number): Float32Array => {
  const across = from.slice()
  for (let y = 0; y < height; y++)
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++)
      across[at] = ((from[at - 1] ?? 0) + (from[at] ?? 0) + (from[at + 1] ?? 0)) / 3
  const both = across.slice()
  for (let at = width; at < width * (height - 1); at++)
    both[at] = ((across[at - width] ?? 0) + (across[at] ?? 0) + (across[at + width] ?? 0)) / 3
  return both
}

/** The sums of the squares of so many pixels to each side around each pixel; what lies beyond the edges is 0. */
export const boxSums = (from: Float32Array, width: number, height: number, reach: number): Float32Array => {
  const slide = (values: Float32Array, lines: number, stride: number, length: number, step: number): void => {
    const line = new Float32Array(length)
    for (let number = 0; number < lines; number++) {
      const begin = number * stride
      for (let at = 0; at < length; at++) line[at] = values[begin + at * step] ?? 0
      let sum = 0
      for (let at = 0; at < Math.min(reach, length); at++) sum += line[at] ?? 0
      for (let at = 0; at < length; at++) {
        if (at + reach < length) sum += line[at + reach] ?? 0
        if (at > reach) sum -= line[at - reach - 1] ?? 0
        values[begin + at * step] = sum
      }
    }
  }
  const sums = from.slice()
  slide(sums, height, width, width, 1)
  slide(sums, width, 1, height, width)
  return sums
}

/** The value that so large a share of the samples does not exceed; every `step`th pixel is a sample. */
export const quantile = (from: Float32Array, share: number, step = 1): number => {
  const samples = new Float32Array(Math.ceil(from.length / step))
  for (let at = 0, to = 0; at < from.length; at += step, to++) samples[to] = from[at] ?? 0
  samples.sort()
  return samples[Math.min(samples.length - 1, Math.floor(share * samples.length))] ?? 0
}
