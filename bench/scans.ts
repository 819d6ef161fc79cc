import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { judgingCards, tuningCards } from './scans/cards/cardCases.ts'
import { formDefects, type FormDefect } from './scans/formDefect.ts'
import { makeForms } from './scans/forms.ts'
import {
  cardChecks,
  cardNumbers,
  cardSummary,
  cardVerdicts,
  judgeCard,
  type JudgedCard,
} from './scans/judge/judgeCards.ts'
import {
  costOf,
  formChecks,
  formCosts,
  formShares,
  formSummary,
  formVerdicts,
  isAmiss,
  judgeForm,
  pageError,
  type JudgedForm,
} from './scans/judge/judgeForms.ts'
import { startScanReader, type ScanReader } from './scans/judge/scanReader.ts'
import { quantile, rounded, rowOf, type Tally } from './scans/judge/tally.ts'
import { readJudgingProfile } from './scans/judgingProfile.ts'
import { readTuningProfile } from './scans/tuningProfile.ts'

/**
 * How well the service reads made-up scans, through its own inspector and its own verdict: precision and recall of each
 * check, what the applicant is told of good and of bad forms, CPU milliseconds and memory. `npm run bench:scans` judges
 * by pictures that nothing was tuned on; `--forms`, `--cards` for fewer, `--set tuning` for the others, `--defects a,b`
 * and `--cameras "a,b"` for some, `--list` for the seeds of what went wrong, `--save <folder>` for its pictures.
 */
const { values: options } = parseArgs({
  options: {
    forms: { type: 'string', default: '528' },
    cards: { type: 'string', default: '440' },
    set: { type: 'string', default: 'judging' },
    seed: { type: 'string', default: '0' },
    defects: { type: 'string' },
    cameras: { type: 'string' },
    list: { type: 'boolean', default: false },
    save: { type: 'string' },
  },
})
const [formCount, cardCount, seed] = [Number(options.forms), Number(options.cards), Number(options.seed)]
const isTuning = options.set === 'tuning'

const progress = (done: number, of: number, what: string): void => {
  if (done % 20 === 0 || done === of) process.stderr.write(`${done} of ${of} ${what}\n`)
}

const saveAmiss = async (form: JudgedForm, jpeg: Uint8Array): Promise<void> => {
  const { truth, told } = form
  if (options.list)
    process.stderr.write(
      `${truth.seed} ${truth.defect}, ${truth.camera}: ${told.join(', ') || 'told nothing'}; page ${rounded(pageError(form) ?? -1, 1)} mm, ink ${rounded(truth.stamped?.strength ?? 0, 2)}\n`,
    )
  if (options.save === undefined) return
  await mkdir(options.save, { recursive: true })
  await writeFile(`${options.save}/${truth.defect} ${truth.seed}.jpg`, jpeg)
}

/** One picture is made while the one before is read. */
const inTurn = async <Item>(
  made: AsyncIterable<Item>,
  read: (item: Item, index: number) => Promise<void>,
): Promise<void> => {
  let last: Promise<void> = Promise.resolve()
  let index = 0
  for await (const item of made) {
    await last
    last = read(item, index++)
  }
  await last
}

const readForms = async (reader: ScanReader): Promise<readonly JudgedForm[]> => {
  const judged: JudgedForm[] = []
  const asked = options.defects?.split(',')
  const defects = formDefects.filter((defect: FormDefect) => asked?.includes(defect) ?? true)
  const set = { count: formCount, seed, defects, cameras: options.cameras?.split(',') }
  const profile = await (isTuning ? readTuningProfile() : readJudgingProfile())
  await inTurn(makeForms(profile, set), async ({ jpeg, truth }) => {
    const form = judgeForm(truth, await reader.look(jpeg, { kind: 'form' }))
    judged.push(form)
    if (isAmiss(form)) await saveAmiss(form, jpeg)
    progress(judged.length, formCount, 'forms')
  })
  return judged
}

const readCards = async (reader: ScanReader): Promise<readonly JudgedCard[]> => {
  const judged: JudgedCard[] = []
  const order = { count: cardCount, seed }
  await inTurn(isTuning ? tuningCards(order) : judgingCards(order), async (card, index) => {
    judged.push(await judgeCard(card, index, reader))
    progress(judged.length, cardCount, 'cards')
  })
  return judged
}

const reader = startScanReader()
const [forms, cards] = await (async () => {
  try {
    return [await readForms(reader), await readCards(reader)] as const
  } finally {
    await reader.close()
  }
})()

const tableOf = (tallies: Readonly<Record<string, Tally>>) =>
  Object.fromEntries(Object.entries(tallies).map(([name, tally]) => [name, rowOf(tally)]))

if (forms.length > 0) {
  console.table(tableOf(formChecks(forms)))
  console.table(formShares(forms))
  const errors = forms.filter(({ truth }) => truth.pageSeen).map((form) => pageError(form) ?? Infinity)
  console.log(
    `page found: ${rounded(quantile(errors, 0.5), 2)} mm median, ${rounded(quantile(errors, 0.95), 2)} mm at 95 %`,
  )
  for (const [defect, told] of Object.entries(formVerdicts(forms)))
    console.log(defect.padEnd(18), JSON.stringify(told))
  console.table(formCosts(forms))
}
if (cards.length > 0) {
  console.table(tableOf(cardChecks(cards)))
  console.log(cardNumbers(cards))
  for (const [fate, told] of Object.entries(cardVerdicts(cards)))
    console.log(fate.padEnd(18), JSON.stringify(told))
  console.table({ cards: costOf(cards) })
}

console.log(
  JSON.stringify({
    bench: 'scans',
    form: formSummary(forms),
    card: cardSummary(cards),
    formCpuMs12MP: formCosts(forms)['12 MP']?.['CPU ms'] ?? 0,
    cardCpuMs: costOf(cards)['CPU ms'],
    peakMB: Math.max(0, ...[...forms, ...cards].map(({ peakMB, helperMB }) => rounded(peakMB + helperMB))),
  }),
)
