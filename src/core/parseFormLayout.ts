import { z } from 'zod'
import { Fault } from './fault.ts'
import { formLayout } from './formLayout.ts'
import { formLayoutFaults } from './formLayoutFaults.ts'
import type { FormField, FormLayout } from './formShape.ts'

const length = z.number().nonnegative()
const box = z.strictObject({ x: z.number(), y: z.number(), width: length, height: length })
const ink = z.number().min(0).max(1)
const textStyle = z.strictObject({
  size: z.number().min(4).max(72),
  leading: z.number().min(1).max(3),
  ink,
  align: z.enum(['left', 'centre', 'right']),
})
const floor = z.number().min(4).max(72)
const valueStyle = textStyle.extend({ floor })
const words = z.array(
  z.strictObject({
    tag: z.enum(['H1', 'H2', 'P']),
    box,
    style: textStyle.extend({ floor: floor.optional() }),
    text: z.string(),
  }),
)
const fieldNames = {
  unitName: null,
  accountName: null,
  accountHolderName: null,
  applicantName: null,
  department: null,
  idType: null,
  idNumber: null,
  mobile: null,
  officePhone: null,
  email: null,
  reason: null,
  reasonText: null,
} as const satisfies Record<FormField, null>
const isField = (name: string): name is FormField => Object.hasOwn(fieldNames, name)
const field = z.string().refine(isField, {
  error: `is none of the fields ${Object.keys(fieldNames).join(', ')}`,
})
const said = z.string().min(1)

const schema = z.strictObject({
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
  title: said,
  issuer: z.string(),
  notice: z.string(),
  page: box,
  corners: z.strictObject({ box, arm: length, thickness: length }),
  words,
  rules: z.array(box.extend({ ink })),
  frames: z.array(z.strictObject({ box, thickness: length, dashed: z.boolean() })),
  table: z.strictObject({
    x: z.number(),
    y: z.number(),
    width: length,
    labelWidth: length,
    padding: z.strictObject({ x: length, y: length }),
    lines: z.strictObject({ outer: length, inner: length }),
    labelFill: ink,
    label: textStyle,
    value: valueStyle,
    rows: z
      .array(
        z.strictObject({ height: length, cells: z.array(z.strictObject({ field, label: said })).min(1) }),
      )
      .min(1),
  }),
  choices: z.strictObject({
    idType: z.strictObject({ idCard: said, passport: said }),
    reason: z.strictObject({ forgotten: said, personnelChange: said, other: said }),
  }),
  empty: said,
  barcode: z.strictObject({
    box,
    module: z.strictObject({ least: z.number().positive(), most: z.number().positive() }),
    quietZone: length,
    description: said,
  }),
  formNumber: z.strictObject({ box, style: valueStyle }),
  link: z.strictObject({ box, style: valueStyle }),
  composedAt: z.strictObject({ box, style: valueStyle, label: z.string() }),
  signature: box,
  date: box,
  seal: box,
  annex: z.strictObject({
    marker: said,
    words,
    formNumber: z.strictObject({ box, style: valueStyle }),
    box,
    value: textStyle,
  }),
}) satisfies z.ZodType<FormLayout>

/**
 * The form as an operator wants it: what a JSON object names replaces the same in the form as it comes, objects part by
 * part, lists whole. `{ "title": "…", "issuer": "…" }` is a complete description. Throws Fault `alert` with every fault
 * it has, a sentence each.
 */
export const parseFormLayout = (json: unknown): FormLayout => {
  const parsed = schema.safeParse(replaced(formLayout, json))
  if (!parsed.success)
    throw refused(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'The description'}: ${message}`),
    )
  const faults = formLayoutFaults(parsed.data)
  if (faults.length > 0) throw refused(faults)
  return parsed.data
}

const refused = (faults: readonly string[]): Fault =>
  new Fault(
    'alert',
    `The form's description cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
  )

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const replaced = (given: unknown, by: unknown): unknown => {
  if (!isObject(given) || !isObject(by)) return by
  const known = Object.entries(given).map(([name, value]) => [
    name,
    Object.hasOwn(by, name) ? replaced(value, by[name]) : value,
  ])
  const unknown = Object.entries(by).filter(([name]) => !Object.hasOwn(given, name))
  return Object.fromEntries([...known, ...unknown])
}
