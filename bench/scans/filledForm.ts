import { formLayout, type Box } from '../../src/core/formLayout.ts'
import type { Random } from '../../test/support/random.ts'
import { chance, oneOf, within } from './chance.ts'
import type { FormDefect } from './formDefect.ts'
import type { PrintedForm } from './formPages.ts'
import { press } from './ink.ts'
import type { Place } from './lens.ts'
import type { Profile } from './profile.ts'
import { badSealKinds, drawSeal, type BadSealKind } from './seals.ts'
import type { FlatPage } from './sheet.ts'
import { drawFingerprint, drawSignature, drawWriting } from './signatures.ts'

/** A form as it lies on the desk, and what was done to it. */
export interface FilledForm {
  readonly page: FlatPage
  /** The official one in its place, in millimetres of the page. */
  readonly seal: { readonly at: Place; readonly diameter: number; readonly strength: number } | undefined
  readonly signed: boolean
}

const middleOf = ({ x, y, width, height }: Box): Place => [x + width / 2, y + height / 2]

const jittered = (random: Random, [x, y]: Place, by: number): Place => [
  x + within(random, [-by, by]),
  y + within(random, [-by, by]),
]

/** Where on the page a seal is of no use: over the table, the steps, the foot. */
const elsewhere: readonly Place[] = [
  [60, 110],
  [150, 120],
  [55, 52],
  [100, 140],
  [48, 270],
]

const isBadSeal = (defect: FormDefect): defect is BadSealKind => badSealKinds.some((kind) => kind === defect)

export const fillForm = async (
  form: PrintedForm,
  defect: FormDefect,
  profile: Profile,
  perMm: number,
  random: Random,
): Promise<FilledForm> => {
  const page = await form.pageOf(perMm)
  const finePerMm = Math.max(5, (page.width / page.mm.width) * 1.2)
  const { unitName, values } = form.content
  printLike(page, within(random, profile.toner))

  const signed = defect !== 'unsigned' && defect !== 'sealOverSignature'
  writeByHand(page, values.applicantName, signed, profile, finePerMm, random)

  const stamp = (kind: 'seal' | BadSealKind, at: Place, inks = profile.seal.inks) => {
    const seal = drawSeal(kind, unitName, { ...profile.seal, inks }, finePerMm, random)
    press(page, seal.ink, seal.colour, at, within(random, [-profile.sealTurn, profile.sealTurn]))
    return { at, diameter: seal.diameter, strength: seal.strength }
  }
  const off = within(random, profile.sealOff)
  const angle = random() * 2 * Math.PI
  const [x, y] = middleOf(formLayout.seal)
  const inPlace: Place = [x + off * Math.cos(angle), y + off * Math.sin(angle)]
  const filled = (seal: FilledForm['seal']): FilledForm => {
    if (signed && chance(random, profile.nameSeal))
      stampName(page, values.applicantName, profile, finePerMm, random)
    if (chance(random, profile.folded)) fold(page, random)
    if (defect === 'greyCopy') copyInGrey(page)
    return { page, signed, seal: defect === 'greyCopy' ? undefined : seal }
  }

  if (defect === 'noSeal') return filled(undefined)
  if (isBadSeal(defect)) {
    stamp(defect, inPlace)
    return filled(undefined)
  }
  if (defect === 'sealElsewhere') {
    stamp('seal', jittered(random, oneOf(random, elsewhere), 5))
    return filled(undefined)
  }
  if (defect === 'sealOverSignature') {
    stamp('seal', jittered(random, middleOf(formLayout.signature), 8), profile.strayInks)
    return filled(chance(random, 0.5) ? stamp('seal', inPlace) : undefined)
  }
  if (defect === 'codeCovered') stamp('seal', jittered(random, middleOf(formLayout.barcode.box), 12))
  return filled(stamp('seal', inPlace))
}

const writeByHand = (
  page: FlatPage,
  name: string,
  signed: boolean,
  { signature }: Profile,
  perMm: number,
  random: Random,
): void => {
  const { x, y, width, height } = formLayout.signature
  const room = { width: width * 0.72, height: height * 0.92 }
  const writing = drawSignature(name, room, signature, perMm, random)
  const at: Place = [x + width * within(random, [0.42, 0.62]), y + height * within(random, [0.48, 0.64])]
  if (signed) {
    press(page, writing.ink, writing.colour, at)
    if (chance(random, signature.fingerprint)) {
      const finger = drawFingerprint(perMm, random)
      press(page, finger, [206, 44, 50], jittered(random, [at[0] + 12, at[1]], 5), within(random, [-40, 40]))
    }
  }
  if (!chance(random, 0.85)) return
  const { date } = formLayout
  const parts: readonly (readonly [string, number])[] = [
    ['2026', 34],
    [String(1 + Math.floor(random() * 12)), 57],
    [String(1 + Math.floor(random() * 28)), 77],
  ]
  for (const [text, right] of parts) {
    const digits = drawWriting(text, within(random, [6, 9]), signature, writing.colour, perMm, random)
    press(page, digits.ink, digits.colour, jittered(random, [date.x + right, date.y + 6], 1))
  }
}

/** Millimetres, before the square is drawn within it. */
const nameSealDiameter = [21, 27] as const

/** The square seal of a person, beside the signature; it is nobody's official one. */
const stampName = (page: FlatPage, name: string, { seal }: Profile, perMm: number, random: Random): void => {
  const square = drawSeal('squareSeal', name, { ...seal, diameter: nameSealDiameter }, perMm, random)
  const { x, y, width, height } = formLayout.signature
  const at = jittered(random, [x + width * 0.86, y + height * 0.55], 4)
  press(page, square.ink, square.colour, at, within(random, [-8, 8]))
}

const mapped = ({ data }: FlatPage, map: (value: number) => number): void => {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => map(value))
  for (let at = 0; at < data.length; at++) data[at] = table[data[at] ?? 0] ?? 0
}

/** As a printer whose black is this black. */
const printLike = (page: FlatPage, toner: number): void =>
  mapped(page, (value) => 255 - (255 - value) * toner)

/** Once or twice across, as for an envelope: each fold throws light to one side and shade to the other. */
const fold = ({ data, width, height }: FlatPage, random: Random): void => {
  const folds = random() < 0.5 ? [0.5] : [1 / 3, 2 / 3]
  const reach = 0.05 * height
  for (const share of folds) {
    const line = height * (share + within(random, [-0.02, 0.02]))
    const depth = within(random, [0.04, 0.12]) * (random() < 0.5 ? -1 : 1)
    for (let row = Math.max(0, Math.ceil(line - reach)); row < Math.min(height, line + reach); row++) {
      const away = (row - line) / reach
      const lit = Math.abs(row - line) < 1 ? 0.86 : 1 + depth * Math.sign(away) * (1 - Math.abs(away))
      for (let at = row * width * 3; at < (row + 1) * width * 3; at++)
        data[at] = Math.min(255, (data[at] ?? 0) * lit)
    }
  }
}

/** What a black-and-white copier makes of it: a red seal is dark grey, and pale things vanish. */
const copyInGrey = (page: FlatPage): void => {
  const { data } = page
  for (let at = 0; at < data.length; at += 3) {
    const grey = 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0)
    data[at] = data[at + 1] = data[at + 2] = grey
  }
  mapped(page, (value) => (value - 40) * 1.35)
}
