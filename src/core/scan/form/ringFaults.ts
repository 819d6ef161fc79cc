import type { Ring } from './traceRing.ts'

/**
 * What each fault counts by which a ring differs from a perfect one. A stamp has one or the other: gaps where ink was
 * thin, a bend where paper is bent. What a person draws is neither round nor even: 1.85 and more in all.
 */
const faults = { oval: 10, uneven: 133, gaps: 2.5, spilt: 3.3 } as const

export const faultsOf = ({ faintCoverage, outside, unevenness, longer, shorter }: Ring): number =>
  faults.oval * (1 - shorter / longer) +
  faults.uneven * unevenness +
  faults.gaps * (1 - faintCoverage) +
  faults.spilt * outside
