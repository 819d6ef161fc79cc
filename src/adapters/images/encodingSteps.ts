import { shrunkLongSide } from '../../core/scan/scanRules.ts'

/** The qualities at which copies are encoded, from the best; nearly every one fits with the first. */
export const copyQualities = [85, 65, 40] as const

export const thumbnailQuality = 75

/** How a picture that is too large is made smaller, from the best that is legible to the least. */
export const shrinkings = [
  { longSide: shrunkLongSide, quality: 85 },
  { longSide: shrunkLongSide, quality: 70 },
  { longSide: 1754, quality: 70 },
] as const
