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

/** The value that so large a share of the samples does not exceed; every `step`th pixel is a sample. */
export const quantile = (from: Float32Array, share: number, step = 1): number => {
  const samples = new Float32Array(Math.ceil(from.length / step))
  for (let at = 0, to = 0; at < from.length; at += step, to++) samples[to] = from[at] ?? 0
  samples.sort()
  return samples[Math.min(samples.length - 1, Math.floor(share * samples.length))] ?? 0
}
