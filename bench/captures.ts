import { type CaptureKind, captureKinds } from '../test/support/captures.ts'
import { readCaptures } from '../test/support/readCaptures.ts'

/**
 * How much of made-up captures of the form the service's own reader reads back, the hard set among them. Seeded, so
 * the same captures each time: `npm run bench:captures`, or with another count of each kind as its argument.
 */
const count = Number(process.argv[2] ?? 60)
const counts = Object.fromEntries(captureKinds.map((kind) => [kind, count])) as Record<CaptureKind, number>
const readings = await readCaptures(counts)
const rows = Object.fromEntries(
  captureKinds.map((kind) => {
    const ofKind = readings.filter((reading) => reading.kind === kind)
    const right = ofKind.filter(({ read, expected }) => read === expected).length
    const wrong = ofKind.filter(
      ({ read, expected }) => read?.includes('://') === true && read !== expected,
    ).length
    return [kind, { captures: ofKind.length, read: right, misread: wrong }]
  }),
)
console.table(rows)
console.log(JSON.stringify({ bench: 'captures', ...rows }))
