import { formLayout } from '../../src/core/formLayout.ts'
import type { Doubt } from '../../src/core/scan/reading.ts'
import { seeded, type Random } from '../../test/support/random.ts'
import { pixelsPerMm, takePicture, type CameraSettings, type Mishap, type Picture } from './camera.ts'
import { oneOf, weighted, within } from './chance.ts'
import { fillForm, type FilledForm } from './filledForm.ts'
import { formDefects, type FormDefect } from './formDefect.ts'
import { makeContent, openFormPrinter, type PrintedForm } from './formPages.ts'
import type { Profile } from './profile.ts'
import type { FlatPage, Sheet } from './sheet.ts'
import { readTuningProfile } from './tuningProfile.ts'

/** What a picture shows; where something is undefined, either finding is right. */
export interface FormTruth {
  /** Makes the same case again, within its profile. */
  readonly seed: number
  readonly defect: FormDefect
  readonly camera: string
  /** What the picture is held against. */
  readonly expected: { readonly formNumber: string; readonly superseded: readonly string[] }
  /** What the barcode holds, and whether it has to be read: nothing lies on it, and the picture is fit to read. */
  readonly link: string
  readonly codeReadable: boolean
  readonly seal: boolean | undefined
  /** The official seal in its place, however well it is seen; millimetres on the page. */
  readonly stamped: FilledForm['seal']
  readonly signature: boolean | undefined
  readonly doubts: Readonly<Record<Doubt, boolean>>
  /** Whether the picture itself is black and white; undefined where its paper is, and may be taken for it. */
  readonly grey: boolean | undefined
  /** Whether the page has to be found: it lies in the picture, alone, whole, and can be seen. */
  readonly pageSeen: boolean
  readonly picture: Picture
}

export interface FormCase {
  readonly jpeg: Uint8Array
  readonly truth: FormTruth
}

export interface FormSet {
  readonly count: number
  /** Another number, another set. */
  readonly seed?: number
  /** Every second form has none of them, the others one after another; all when left out. */
  readonly defects?: readonly FormDefect[]
  /** The names of those that may be used. */
  readonly cameras?: readonly string[] | undefined
}

/** Scans of forms to tune readers on. */
export async function* tuningForms(set: FormSet): AsyncGenerator<FormCase> {
  yield* makeForms(await readTuningProfile(), set)
}

/** So many cases share their printed form; composing and rendering one costs as much as photographing it. */
const casesPerForm = 8

export async function* makeForms(
  profile: Profile,
  { count, seed = 0, defects = formDefects, cameras }: FormSet,
): AsyncGenerator<FormCase> {
  const printer = await openFormPrinter()
  const firstSeed = profile.firstSeed + seed * 20_000
  const printForm = (number: number): Promise<PrintedForm> =>
    printer.print(makeContent(profile.words, seeded(firstSeed + 500_000 + number)))
  const usable = profile.cameras.filter(({ name }) => cameras?.includes(name) ?? true)
  let form = await printForm(0)
  let other = await printForm(1)
  for (let index = 0; index < count; index++) {
    if (index > 0 && index % casesPerForm === 0)
      [other, form] = [form, await printForm(2 + index / casesPerForm)]
    const defect = index % 2 === 0 ? 'none' : (defects[(index >> 1) % defects.length] ?? 'none')
    yield makeCase({ form, other, defect, profile, cameras: usable, seed: firstSeed + index })
  }
}

interface Plan {
  readonly form: PrintedForm
  readonly other: PrintedForm
  readonly defect: FormDefect
  readonly profile: Profile
  readonly cameras: readonly CameraSettings[]
  readonly seed: number
}

/** Nothing on the paper need be coloured. */
const withoutColour: ReadonlySet<FormDefect> = new Set(['noSeal', 'blackSeal', 'greyCopy'])

/** What needs a camera that is held: a scanner does not shake, mirror or look at a screen. */
const handHeld: ReadonlySet<FormDefect> = new Set([
  'blurred',
  'shaken',
  'dark',
  'glare',
  'screen',
  'twoDocuments',
])

const makeCase = async ({ form, other, defect, profile, cameras, seed }: Plan): Promise<FormCase> => {
  const random = seeded(seed)
  const held = cameras.filter(({ size }) => 'longSide' in size)
  const settings = weighted(random, handHeld.has(defect) && held.length > 0 ? held : cameras)
  const perMm = pixelsPerMm(settings, formLayout.page.height)
  const filled = await fillForm(form, defect, profile, perMm, random)
  const sheets = await sheetsOf(
    filled.page,
    async () => {
      const beside = await fillForm(other, 'none', profile, perMm, random)
      return beside.page
    },
    defect,
    random,
  )
  const picture = await takePicture(sheets, settings, random, mishapsOf[defect]?.(profile.mishaps, random))
  const { content } = form
  return {
    jpeg: picture.jpeg,
    truth: truthOf({
      defect,
      filled,
      picture,
      seed,
      settings,
      content,
      otherNumber: other.content.formNumber,
    }),
  }
}

const sheetsOf = async (
  page: FlatPage,
  another: () => Promise<FlatPage>,
  defect: FormDefect,
  random: Random,
): Promise<readonly [Sheet, ...Sheet[]]> => {
  const sheet: Sheet = { page, x: 0, y: 0, turn: 0 }
  const { width, height } = page.mm
  if (defect === 'screen')
    return [sheet, { page: drawWindow(width, height), x: 0, y: 0, turn: 0, backdrop: true }]
  if (defect !== 'twoDocuments') return [sheet]
  const turn = within(random, [-4, 4])
  const beside = { page: await another(), turn, y: within(random, [-12, 12]) }
  return [sheet, { ...beside, x: (width + within(random, [8, 25])) * (random() < 0.5 ? -1 : 1) }]
}

/** A screen's dark window around a page of this size, its bar above, its edge black. */
const drawWindow = (pageWidth: number, pageHeight: number): FlatPage => {
  const mm = { width: pageWidth * 2.1, height: pageHeight + 34 }
  const data = new Uint8Array(Math.round(mm.width) * Math.round(mm.height) * 3)
  const [width, height] = [Math.round(mm.width), Math.round(mm.height)]
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) {
      const edge = Math.min(x, y, width - x, height - y)
      const grey = edge < 8 ? 12 : y < 16 ? 225 : 92
      data.fill(grey, at, at + 3)
    }
  return { data, width, height, mm }
}

/** What each does to the picture; the others are seen by an untroubled camera. */
const mishapsOf: Partial<
  Readonly<Record<FormDefect, (settings: Profile['mishaps'], random: Random) => Mishap>>
> = {
  blurred: ({ defocus }, random) => ({ blur: within(random, defocus) }),
  shaken: ({ motion }, random) => ({ motion: within(random, motion) }),
  dark: ({ darkened }, random) => ({ darkened: within(random, darkened) }),
  glare: ({ glareRadius }, random) => {
    const { seal, signature, barcode } = formLayout
    const over = oneOf(random, [seal, signature, barcode.box, { x: 40, y: 80, width: 130, height: 80 }])
    const at = [over.x + over.width * random(), over.y + over.height * random()] as const
    return { glare: { at, radius: within(random, glareRadius) } }
  },
  cutOff: ({ cutOff }, random) => {
    const side = oneOf(random, ['left', 'top', 'right', 'bottom'] as const)
    return { cutOff: { side, by: within(random, cutOff) } }
  },
  screen: ({ screen: { pitch, depth } }, random) => ({
    screen: { pitch: within(random, pitch), depth: within(random, depth) },
  }),
  greyThree: () => ({ grey: 'three' }),
  greyOne: () => ({ grey: 'one' }),
}

const truthOf = ({
  defect,
  filled,
  picture,
  seed,
  settings,
  content: { formNumber, link },
  otherNumber,
}: {
  readonly defect: FormDefect
  readonly filled: FilledForm
  readonly picture: Picture
  readonly seed: number
  readonly settings: CameraSettings
  readonly content: PrintedForm['content']
  readonly otherNumber: string
}): FormTruth => {
  const wrongCode = defect === 'otherCode' || defect === 'supersededCode'
  const doubts: Record<Doubt, boolean> = {
    blurred: defect === 'blurred' || defect === 'shaken',
    dark: defect === 'dark',
    glare: defect === 'glare',
    cutOff: defect === 'cutOff',
    twoDocuments: defect === 'twoDocuments',
    screen: defect === 'screen',
  }
  const grey = defect === 'greyThree' || defect === 'greyOne'
  const fit = !grey && Object.values(doubts).every((doubtful) => !doubtful)
  return {
    seed,
    defect,
    camera: settings.name,
    expected: {
      formNumber: wrongCode ? otherNumber : formNumber,
      superseded: defect === 'supersededCode' ? [formNumber] : [],
    },
    link,
    codeReadable: fit && defect !== 'codeCovered',
    seal: fit ? filled.seal !== undefined : undefined,
    stamped: filled.seal,
    signature: fit ? filled.signed : undefined,
    doubts,
    grey: withoutColour.has(defect) ? undefined : grey,
    pageSeen: fit && defect !== 'codeCovered',
    picture,
  }
}
