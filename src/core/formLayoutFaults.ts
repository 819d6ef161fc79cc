import { formCells, type Box, type FormLayout } from './formShape.ts'

/** Millimetres by which boxes may touch: coordinates are sums of fractions. */
const tolerance = 0.001

interface Named {
  readonly name: string
  readonly box: Box
}

/**
 * What of a layout cannot be printed, a sentence each; none when its boxes lie on the page and clear of each other,
 * and its table says what a form must. Whether words fit their boxes only the fonts can tell.
 */
export const formLayoutFaults = (layout: FormLayout): readonly string[] => [
  ...boxFaults(layout),
  ...tableFaults(layout),
  ...barcodeFaults(layout),
]

const boxFaults = (layout: FormLayout): readonly string[] => {
  const { page, table, annex } = layout
  const last = formCells(layout).at(-1)?.[0]?.valueBox
  const height = last === undefined ? 0 : last.y + last.height - table.y
  const words = layout.words.map(({ box, text }, i): Named => ({ name: `words[${i}] (${text})`, box }))
  const written: readonly Named[] = [
    { name: 'table', box: { ...table, height } },
    { name: 'barcode.box', box: layout.barcode.box },
    { name: 'formNumber.box', box: layout.formNumber.box },
    { name: 'link.box', box: layout.link.box },
    { name: 'composedAt.box', box: layout.composedAt.box },
  ]
  const proofs: readonly Named[] = [
    { name: 'signature', box: layout.signature },
    { name: 'date', box: layout.date },
    { name: 'seal', box: layout.seal },
  ]
  const onAnnex: readonly Named[] = [
    ...annex.words.map(({ box, text }, i): Named => ({ name: `annex.words[${i}] (${text})`, box })),
    { name: 'annex.formNumber.box', box: annex.formNumber.box },
    { name: 'annex.box', box: annex.box },
  ]
  const plain: readonly Named[] = [
    { name: 'corners.box', box: layout.corners.box },
    ...layout.frames.map(({ box }, i) => ({ name: `frames[${i}].box`, box })),
    ...layout.rules.map((box, i) => ({ name: `rules[${i}]`, box })),
  ]
  return [
    ...[...words, ...written, ...proofs, ...onAnnex, ...plain]
      .filter(({ box }) => !isWithin(page, box))
      .map(({ name }) => `${name} lies outside the page of ${page.width} × ${page.height} mm`),
    // Words may stand in the boxes for signature, date and seal, which say by them what they are for.
    ...overlaps([...words, ...written]),
    ...overlaps([...written, ...proofs]),
    ...overlaps(onAnnex),
  ].filter((fault, at, all) => all.indexOf(fault) === at)
}

const isWithin = (page: Box, { x, y, width, height }: Box): boolean =>
  width > 0 &&
  height > 0 &&
  x >= page.x - tolerance &&
  y >= page.y - tolerance &&
  x + width <= page.x + page.width + tolerance &&
  y + height <= page.y + page.height + tolerance

const overlaps = (boxes: readonly Named[]): readonly string[] =>
  boxes.flatMap(({ name, box }, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => isOver(box, other.box))
      .map((other) => `${name} and ${other.name} overlap`),
  )

const isOver = (a: Box, b: Box): boolean =>
  a.x + tolerance < b.x + b.width &&
  b.x + tolerance < a.x + a.width &&
  a.y + tolerance < b.y + b.height &&
  b.y + tolerance < a.y + a.height

/** Without these the paper proves nothing. */
const indispensable = ['unitName', 'applicantName'] as const

const tableFaults = (layout: FormLayout): readonly string[] => {
  const cells = formCells(layout).flat()
  const fields = cells.map(({ field }) => field)
  const { padding, value } = layout.table
  const lowest = (value.floor * 25.4) / 72 + 2 * padding.y
  return [
    ...new Set(
      fields
        .filter((field, at) => fields.indexOf(field) !== at)
        .map((field) => `table.rows shows ${field} more than once`),
    ),
    ...indispensable
      .filter((field) => !fields.includes(field))
      .map((field) => `table.rows does not show ${field}, which every form must`),
    ...cells
      .filter(({ valueBox }) => valueBox.width <= 2 * padding.x || valueBox.height < lowest)
      .map(({ field }) => `The cell of ${field} has no room for one line of ${value.floor} points`),
    ...(value.floor > value.size ? ['table.value.floor is larger than table.value.size'] : []),
  ]
}

/** A symbol of version 2, the smallest that holds a form number and the shortest address. */
const fewestModules = 25

const barcodeFaults = ({ barcode: { box, module, quietZone } }: FormLayout): readonly string[] => {
  const least = module.least * (fewestModules + 2 * quietZone)
  return [
    ...(module.least > module.most ? ['barcode.module.least is larger than barcode.module.most'] : []),
    ...(quietZone < 4
      ? ['barcode.quietZone is narrower than the 4 modules that ISO/IEC 18004 asks for']
      : []),
    ...(Math.min(box.width, box.height) < least
      ? [`barcode.box is smaller than the ${least} mm that a symbol of ${module.least} mm modules takes`]
      : []),
  ]
}
