import { PDFDocument, StandardFonts } from 'pdf-lib'
import { formComposer } from '../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../src/adapters/pdf/fontFiles.ts'
import type { FormContent } from '../src/core/form.ts'
import { formCells, formLayout } from '../src/core/formLayout.ts'

/**
 * What composing one form costs: CPU milliseconds warm (median of rounds), kilobytes, and the first document from the
 * process's start. Beside it the floor: the same page by pdf-lib in Helvetica, without Chinese and barcode. Both run
 * in turns, so that whatever else the machine does falls on both.
 */

const content = (number: number): FormContent => ({
  unitName: '中国科学院自动化研究所',
  values: {
    accountName: 'casia_admin',
    accountHolderName: '王建国',
    applicantName: '欧阳㛃䶮',
    department: '科研管理处',
    idType: 'idCard',
    idNumber: '110101199003077571',
    mobile: '+8613800138000',
    officePhone: '010-82544588',
    email: 'ouyang@example.cn',
    reason: 'personnelChange',
    reasonText: '原账号负责人已调离本单位，需更换为现任科研管理处联系人。',
  },
  formNumber: String(38475610293847500000n + BigInt(number)),
  link: `https://t.me/SealpassBot?start=${38475610293847500000n + BigInt(number)}`,
  composedAt: new Date('2026-11-24T02:00:00Z'),
})

const perMm = 72 / 25.4

const composeFloor = async (): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false })
  const font = await document.embedFont(StandardFonts.Helvetica)
  const { width, height } = formLayout.page
  const page = document.addPage([width * perMm, height * perMm])
  for (const { labelBox, valueBox } of formCells(formLayout).flat())
    for (const box of [labelBox, valueBox]) {
      const corner = { x: box.x * perMm, y: (height - box.y - box.height) * perMm }
      page.drawRectangle({
        ...corner,
        width: box.width * perMm,
        height: box.height * perMm,
        borderWidth: 0.5,
      })
      page.drawText('Institute of Automation', { x: corner.x + 8, y: corner.y + 12, size: 9, font })
    }
  for (const { box, style } of formLayout.words)
    page.drawText('What to do next: sign, stamp, scan and send.', {
      x: box.x * perMm,
      y: (height - box.y) * perMm - style.size,
      size: style.size,
      font,
    })
  return document.save()
}

const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const rounded = (value: number): number => Math.round(value * 100) / 100

const composer = formComposer(await readFormFonts())
const first = await composer.compose(content(0))
const firstMs = performance.now()
const kB = rounded(first.length / 1024)
const floorKB = rounded((await composeFloor()).length / 1024)

const rounds = 40
const perRound = 10
const ours: number[] = []
const floor: number[] = []
for (let round = 0; round < rounds; round++) {
  const ourStart = process.cpuUsage()
  for (let i = 0; i < perRound; i++) await composer.compose(content(round * perRound + i))
  ours.push(cpuMs(ourStart) / perRound)
  const floorStart = process.cpuUsage()
  for (let i = 0; i < perRound; i++) await composeFloor()
  floor.push(cpuMs(floorStart) / perRound)
}
// The first quarter is the warm-up.
const warm = (values: readonly number[]) => rounded(median(values.slice(rounds / 4)))
const result = {
  bench: 'form',
  cpuMs: warm(ours),
  floorCpuMs: warm(floor),
  kB,
  firstMs: Math.round(firstMs),
  rssMB: Math.round(process.memoryUsage.rss() / 1_048_576),
}

const rows = [
  ['', 'CPU ms', 'KB'],
  ['Sealpass', result.cpuMs, kB],
  ['floor: pdf-lib, Helvetica', result.floorCpuMs, floorKB],
]
const table = rows.map(
  ([name, ms, size]) => `${String(name).padEnd(28)}${String(ms).padStart(8)}${String(size).padStart(8)}`,
)
process.stdout.write(
  `${table.join('\n')}\nfirst document ${result.firstMs} ms after the process began, ${result.rssMB} MB resident\n${JSON.stringify(result)}\n`,
)
