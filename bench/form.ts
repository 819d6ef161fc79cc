import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { formComposer } from '../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../src/adapters/pdf/fontFiles.ts'
import { nodeBundle } from '../scripts/nodeBundle.ts'
import { formRecord, peerPage } from './formRecord.ts'
import { peers } from './peers/peers.ts'

/**
 * What composing one form costs: CPU milliseconds warm (median of rounds), kilobytes, the first document from the
 * process's start (best of three, ours bundled as it is when it runs) and the memory that took. Beside it the floor,
 * the same page by pdf-lib in Helvetica without a word of Chinese, and the peers with the same words, values and boxes
 * but no barcode and no structure. All run in turns, so that whatever else the machine does falls on all.
 */

const folder = fileURLToPath(new URL('..', import.meta.url))

const composeFloor = async (number: number): Promise<Uint8Array> => {
  const { width, height, texts, boxes } = peerPage(number)
  const document = await PDFDocument.create({ updateMetadata: false })
  const font = await document.embedFont(StandardFonts.Helvetica)
  const page = document.addPage([width, height])
  for (const box of boxes) page.drawRectangle({ ...box, y: height - box.y - box.height, borderWidth: 0.5 })
  for (const { x, y, size, text } of texts) {
    const latin = text.replace(/[^ -~]/g, 'x')
    page.drawText(latin, { x, y: height - y - size, size, font })
  }
  return document.save()
}

interface Measured {
  readonly name: string
  readonly compose: (number: number) => Promise<Uint8Array>
  readonly perRound: number
  /** What starts a process that composes one document and says when. */
  readonly once: readonly string[] | undefined
  readonly cpuMs: number[]
}

const bundled = async (): Promise<string> => {
  const cache = `${folder}node_modules/.cache/sealpass-bench`
  await build({
    ...nodeBundle,
    entryPoints: [`${folder}bench/formOnce.ts`],
    outdir: cache,
    outExtension: { '.js': '.mjs' },
  })
  return cache
}

const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const rounded = (value: number): number => Math.round(value * 100) / 100

/** The best of three: what else the machine does only adds to it. */
const firstDocument = async (once: readonly string[] | undefined) => {
  if (once === undefined) return undefined
  const runs: { readonly firstMs: number; readonly rssMB: number }[] = []
  for (let run = 0; run < 3; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, once, { cwd: folder })
    runs.push(JSON.parse(stdout) as { firstMs: number; rssMB: number })
  }
  const [best] = runs.toSorted((a, b) => a.firstMs - b.firstMs)
  return best && { firstMs: Math.round(best.firstMs), rssMB: Math.round(best.rssMB) }
}

const bundle = await bundled()
const composer = formComposer(await readFormFonts())
const measured: Measured[] = [
  {
    name: 'Sealpass',
    compose: (number) => composer.compose(formRecord(number)),
    perRound: 10,
    once: [`${bundle}/formOnce.mjs`],
    cpuMs: [],
  },
  { name: 'floor', compose: composeFloor, perRound: 10, once: undefined, cpuMs: [] },
]
if (!existsSync(`${folder}bench/peers/node_modules`))
  throw new Error('The peers are not installed: npm ci --prefix bench/peers')
for (const [name, prepare] of Object.entries(peers)) {
  const compose = await prepare()
  const once = ['bench/peers/once.ts', name]
  measured.push({ name, compose: (number) => compose(peerPage(number)), perRound: 1, once, cpuMs: [] })
}

const rounds = 24
/** Of the rounds; ours learns the barcode's parts in them. */
const warmUp = 8
for (let round = 0; round < rounds; round++)
  for (const { compose, perRound, cpuMs: times } of measured) {
    const start = process.cpuUsage()
    for (let i = 0; i < perRound; i++) await compose(round * perRound + i)
    if (round >= warmUp) times.push(cpuMs(start) / perRound)
  }

const rows = []
for (const { name, compose, once, cpuMs: times } of measured) {
  const kB = rounded((await compose(0)).length / 1024)
  rows.push({ name, cpuMs: rounded(median(times)), kB, ...(await firstDocument(once)) })
}
await rm(bundle, { recursive: true })

const line = ([name = '', ...figures]: readonly (string | number | undefined)[]): string =>
  name.toString().padEnd(18) + figures.map((figure = '') => figure.toString().padStart(10)).join('')
const [ours, floor, ...others] = rows
process.stdout.write(
  [
    line(['', 'CPU ms', 'KB', 'first ms', 'MB']),
    ...rows.map(({ name, cpuMs, kB, firstMs, rssMB }) => line([name, cpuMs, kB, firstMs, rssMB])),
    JSON.stringify({
      bench: 'form',
      cpuMs: ours?.cpuMs,
      floorCpuMs: floor?.cpuMs,
      kB: ours?.kB,
      firstMs: ours?.firstMs,
      peers: Object.fromEntries(others.map(({ name, cpuMs }) => [name, cpuMs])),
    }),
    '',
  ].join('\n'),
)
