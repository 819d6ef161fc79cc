import { createSharpScanInspector } from '../src/adapters/images/sharpScanInspector.ts'
import { refusableFiles, refusalBounds } from '../test/support/refusableFiles.ts'
import { forgetPeaks, treeCost } from './scans/judge/treeCost.ts'
import { quantile, rounded } from './scans/judge/tally.ts'

/**
 * What files cost that are refused for what their bytes tell, before any process sees them: CPU milliseconds of being
 * inspected, the first time and in the median, and by how many megabytes the most that is resident at once grows. Ends
 * with an error when the median or the growth is beyond the bounds, or a process was started. Linux alone.
 */
const rounds = 7

const inspector = createSharpScanInspector()
const rows: Record<string, object> = {}
const worst = { firstCpuMs: 0, cpuMs: 0, peakMB: 0, started: 0 }
for (const { name, bytes: make } of refusableFiles) {
  const bytes = make()
  const times: number[] = []
  const found = new Set<string>()
  let grownMB = 0
  let helperMB = 0
  for (let round = 0; round < rounds; round += 1) {
    globalThis.gc?.()
    await forgetPeaks()
    const before = await treeCost()
    const since = process.cpuUsage()
    const answer = await inspector.inspect(bytes, { kind: 'form' })
    const { user, system } = process.cpuUsage(since)
    const after = await treeCost()
    times.push((user + system) / 1000)
    found.add(answer.ok ? 'taken' : answer.problem.kind)
    grownMB = Math.max(grownMB, after.peakMB - before.peakMB)
    helperMB = Math.max(helperMB, after.helperMB)
  }
  const [first = 0] = times
  const median = quantile(times, 0.5)
  rows[name] = {
    KB: rounded(bytes.length / 1024),
    answer: [...found].join(),
    'first, CPU ms': rounded(first, 1),
    'CPU ms': rounded(median, 1),
    'MB more': rounded(grownMB, 1),
  }
  worst.firstCpuMs = Math.max(worst.firstCpuMs, rounded(first, 1))
  worst.cpuMs = Math.max(worst.cpuMs, rounded(median, 1))
  worst.peakMB = Math.max(worst.peakMB, rounded(grownMB, 1))
  if (helperMB > 0) worst.started += 1
}
await inspector.close()
console.table(rows)
console.log(JSON.stringify({ bench: 'hostile', files: refusableFiles.length, ...worst }))
const isWithin =
  worst.cpuMs <= refusalBounds.cpuMs && worst.peakMB <= refusalBounds.grownMB && worst.started === 0
if (!isWithin) process.exitCode = 1
