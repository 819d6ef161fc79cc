import { createSharpScanInspector } from '../src/adapters/images/sharpScanInspector.ts'
import {
  behindSegments,
  blackPng,
  emptyPdf,
  endlessScan,
  followedBy,
  heicHead,
  webpHead,
} from '../test/support/hostileFiles.ts'
import {
  drawPage,
  pageJpeg,
  resized,
  toSharp,
  withFrameMarker,
  withFrameSize,
  withRepeatedScans,
} from '../test/support/pictures.ts'
import { forgetPeaks, treeCost } from './scans/judge/treeCost.ts'
import { quantile, rounded } from './scans/judge/tally.ts'

/**
 * What files cost that are refused for what their bytes tell, before any process sees them: CPU milliseconds of being
 * inspected, the first time and in the median, and by how many megabytes the most that is resident at once grows. Where a
 * file can be padded it is also sent as large as a chat service hands one out. Linux alone.
 */
const rounds = 7
const largest = 20 * 1_048_576

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const page = await pageJpeg()
const small = await pageJpeg({}, { longSide: 96, progressive: true })
const drawnAs = async (format: 'png' | 'webp' | 'gif' | 'tiff' | 'avif'): Promise<Uint8Array> =>
  new Uint8Array(
    await toSharp(await resized(drawPage(), 96))
      .toFormat(format)
      .toBuffer(),
  )
const bomb = withFrameSize(page, 65_500, 65_500)
const padded = (bytes: Uint8Array, filler = 0): Uint8Array => followedBy(bytes, [filler], largest)
const behind = (marker: number, payload: number): Uint8Array =>
  behindSegments(bomb, { marker, payload, length: largest })

const files: Readonly<Record<string, Uint8Array>> = {
  'JPEG of 65500 pixels each way': bomb,
  'the same, 20 MB': padded(bomb),
  '… of 16000 each way, progressive': withFrameSize(small, 16_000, 16_000),
  '… of 883 scans': withRepeatedScans(small, 873),
  '… of scans up to 20 MB': withRepeatedScans(small, Math.floor(largest / small.length)),
  '… of arithmetic coding': withFrameMarker(page, 0xc9),
  '… of no width': withFrameSize(page, 0, 1280),
  '… without an end': page.subarray(0, page.length - 2),
  '… without an end, 20 MB': padded(page.subarray(0, page.length - 2)),
  '… and fill bytes up to 20 MB': padded(page.subarray(0, 2), 0xff),
  '… of stuffed bytes up to 20 MB': endlessScan(page, [0xff, 0x00], largest),
  '… of restarts up to 20 MB': endlessScan(page, [0xff, 0xd0], largest),
  '… behind small segments, 20 MB': behind(0xfe, 0),
  '… behind application segments, 20 MB': behind(0xe1, 30),
  '… behind large segments, 20 MB': behind(0xe2, 65_000),
  '… behind tables, 20 MB': behind(0xdb, 65),
  nothing: new Uint8Array(),
  'nothing but zeros, 20 MB': padded(new Uint8Array()),
  'PNG of 65500 pixels each way': blackPng({ width: 65_500, height: 65_500 }, { pixels: 100 }),
  'PNG of empty chunks, 20 MB': padded(blackPng({ width: 800, height: 800 }).subarray(0, 33)),
  'WebP of 16000 pixels each way': webpHead(16_000, 16_000),
  'HEIC that names a huge size': heicHead([100, 100], [65_500, 65_500]),
  'HEIC that names many sizes': heicHead(...Array.from({ length: 20_000 }, () => [9, 9] as const)),
  'PDF of two pages': emptyPdf(2),
  'AVIF named JPEG': await drawnAs('avif'),
  'GIF named JPEG': await drawnAs('gif'),
  'TIFF named JPEG': await drawnAs('tiff'),
  'SVG named JPEG': ascii('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  'SVG behind white space, 20 MB': padded(ascii(' '), 0x20),
}

const inspector = createSharpScanInspector()
const rows: Record<string, object> = {}
const worst = { firstCpuMs: 0, cpuMs: 0, peakMB: 0, started: 0 }
for (const [name, bytes] of Object.entries(files)) {
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
console.log(JSON.stringify({ bench: 'hostile', files: Object.keys(files).length, ...worst }))
