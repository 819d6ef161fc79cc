import { formLayout, type Box } from '../../../src/core/formLayout.ts'
import { formNumberFromLink } from '../../../src/core/formNumber.ts'
import { placePoint } from '../../../src/core/scan/form/place.ts'
import { judgeScan } from '../../../src/core/scan/judgeScan.ts'
import type { Doubt, FormReading } from '../../../src/core/scan/reading.ts'
import { isGrave } from '../formDefect.ts'
import type { FormTruth } from '../forms.ts'
import type { Place } from '../lens.ts'
import type { Looked } from './scanReader.ts'
import { count, counted, newTally, precision, quantile, recall, rounded } from './tally.ts'

/** A picture of a form, what it shows and what came of it. */
export interface JudgedForm extends Looked {
  readonly truth: FormTruth
  /** The problem, or the warnings, that the applicant is told; nothing when it passes. */
  readonly told: readonly string[]
  readonly reading: FormReading | undefined
}

export const judgeForm = (truth: FormTruth, looked: Looked): JudgedForm => {
  const { found } = looked
  if ('problem' in found) return { ...looked, truth, told: [found.problem.kind], reading: undefined }
  const reading = found.reading?.kind === 'form' ? found.reading : undefined
  const { problem, warnings } = judgeScan('form', found, truth.expected, formLayout)
  const told = [...(problem ? [problem.kind] : []), ...warnings.map(({ kind }) => kind)]
  return { ...looked, truth, told: reading === undefined ? [...told, 'notRead'] : told, reading }
}

const doubts: readonly Doubt[] = ['blurred', 'dark', 'glare', 'cutOff', 'twoDocuments', 'screen']

/** How far, in millimetres, the page was found from where it lies, at the corners of what is signed and stamped. */
export const pageError = ({ truth: { picture }, reading }: JudgedForm): number | undefined => {
  const page = reading?.page
  if (page === undefined) return undefined
  const errors = [formLayout.seal, formLayout.signature].flatMap(cornersOf).map(([x, y]) => {
    const [trueX, trueY] = picture.placeOf([x, y])
    const seen = placePoint(page, { x, y })
    return Math.hypot((seen.x - trueX) * picture.width, (seen.y - trueY) * picture.height)
  })
  return Math.max(...errors) / picture.pixelsPerMm
}

const cornersOf = ({ x, y, width, height }: Box): readonly Place[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]

/** Millimetres. */
const pageFoundWithin = 3

const isFit = ({ grey, doubts }: FormTruth): boolean => grey !== true && !Object.values(doubts).includes(true)

/** A page without any colour on it may be refused unread. */
const isRefusedRightly = ({ truth, told }: JudgedForm): boolean =>
  truth.grey === undefined && told.includes('greyscale')

/** Whether what is told of a picture, or not told, is amiss: what is to be looked at. */
export const isAmiss = (form: JudgedForm): boolean =>
  form.truth.defect === 'none'
    ? form.told.length > 0
    : form.truth.defect !== 'codeCovered' && form.told.length === 0

export const formChecks = (forms: readonly JudgedForm[]) => {
  const tallies = {
    seal: newTally(),
    signature: newTally(),
    grey: newTally(),
    ...Object.fromEntries(doubts.map((doubt) => [doubt, newTally()])),
  } as Readonly<Record<'seal' | 'signature' | 'grey' | Doubt, ReturnType<typeof newTally>>>
  for (const { truth, reading, told } of forms) {
    if (truth.seal !== undefined) count(tallies.seal, truth.seal, reading?.seal !== undefined)
    if (truth.signature !== undefined)
      count(tallies.signature, truth.signature, reading?.signature !== undefined)
    if (truth.grey !== undefined && (isFit(truth) || truth.grey))
      count(tallies.grey, truth.grey, told.includes('greyscale'))
    for (const doubt of doubts)
      if (isFit(truth) || truth.doubts[doubt])
        count(
          tallies[doubt],
          truth.doubts[doubt],
          reading?.doubts.some(({ kind }) => kind === doubt) ?? false,
        )
  }
  return tallies
}

const shareOf = <Item>(items: readonly Item[], holds: (item: Item) => boolean) => {
  const right = items.filter(holds).length
  return { of: items.length, right, share: items.length === 0 ? 1 : rounded(right / items.length, 4) }
}

export const formShares = (forms: readonly JudgedForm[]) => {
  const looked = forms.filter((form) => !isRefusedRightly(form))
  const readable = looked.filter(({ truth }) => truth.codeReadable)
  const covered = looked.filter(({ truth }) => truth.defect === 'codeCovered')
  const pages = looked.filter(({ truth }) => truth.pageSeen)
  const isRead = ({ truth, reading }: JudgedForm): boolean => reading?.code?.text === truth.link
  return {
    'code read': shareOf(readable, isRead),
    'code read under a seal': shareOf(covered, isRead),
    'code not misread': shareOf(forms, ({ truth, reading }) => {
      const number = reading?.code && formNumberFromLink(reading.code.text)
      return truth.doubts.twoDocuments || number === undefined || truth.link.endsWith(number)
    }),
    'turn right': shareOf(pages, ({ truth, reading }) => reading?.turn === truth.picture.turn),
    'page within 3 mm': shareOf(pages, (form) => (pageError(form) ?? Infinity) <= pageFoundWithin),
  }
}

const groupedBy = (forms: readonly JudgedForm[], key: (form: JudgedForm) => string) =>
  Object.entries(Object.groupBy(forms, key)).map(([name, group]) => ({ name, group: group ?? [] }))

/** What the applicant is told of each kind of form. */
export const formVerdicts = (forms: readonly JudgedForm[]) =>
  Object.fromEntries(
    groupedBy(forms, ({ truth }) => truth.defect).map(({ name, group }) => [
      name,
      {
        forms: group.length,
        'told nothing': group.filter(({ told }) => told.length === 0).length,
        ...counted(group.flatMap(({ told }) => told)),
      },
    ]),
  )

const megapixels = ({ truth: { picture } }: JudgedForm): number => (picture.width * picture.height) / 1e6

/** By size of the picture, and whether it had to be made smaller first. */
export const formCosts = (forms: readonly JudgedForm[]) =>
  Object.fromEntries(
    groupedBy(forms, (form) => {
      const size = megapixels(form) > 11 ? '12 MP' : megapixels(form) < 1.4 ? '1280 px' : 'between'
      return form.converted ? `${size}, converted` : size
    }).map(({ name, group }) => [name, costOf(group)]),
  )

export const costOf = (group: readonly Looked[]) => ({
  pictures: group.length,
  'CPU ms': rounded(
    quantile(
      group.map(({ cpuMs }) => cpuMs),
      0.5,
    ),
  ),
  'CPU ms, 95 %': rounded(
    quantile(
      group.map(({ cpuMs }) => cpuMs),
      0.95,
    ),
  ),
  'peak MB': rounded(Math.max(0, ...group.map(({ peakMB }) => peakMB))),
  'over rest': rounded(Math.max(0, ...group.map(({ peakMB, restMB }) => peakMB - restMB))),
  helpers: rounded(Math.max(0, ...group.map(({ helperMB }) => helperMB))),
})

/** The part of the last line about forms. */
export const formSummary = (forms: readonly JudgedForm[]) => {
  const bad = forms.filter(({ truth }) => isGrave(truth.defect))
  const good = forms.filter(({ truth }) => truth.defect === 'none')
  const { seal } = formChecks(forms)
  return {
    count: forms.length,
    badCount: bad.length,
    badPassed: bad.filter(({ told }) => told.length === 0).length,
    goodCount: good.length,
    goodClean: good.filter(({ told }) => told.length === 0).length,
    sealPrecision: precision(seal),
    sealRecall: recall(seal),
    codeRead: formShares(forms)['code read'].share,
  }
}
