import type { ScanProblem } from '../problem.ts'
import { fail, type Result } from '../result.ts'
import { maxScanBytes } from './scanRules.ts'

export const tooLarge = (bytes: number, convertible: boolean): Result<never, ScanProblem> =>
  fail({ kind: 'tooLarge', bytes, maxBytes: maxScanBytes, convertible })
