import type { ApplicationValues, ScanKind } from './application.ts'
import { fieldNames, type FieldName } from './fields.ts'

/** A part of a form that a correction can change. */
export type ChangedPart = 'unit' | FieldName

interface Revised {
  readonly unitId: string
  readonly values: ApplicationValues
}

/** What differs between two forms, in the order they print it. */
export const changedParts = (before: Revised, after: Revised): readonly ChangedPart[] => [
  ...(before.unitId === after.unitId ? [] : ['unit' as const]),
  ...fieldNames.filter((name) => before.values[name] !== after.values[name]),
]

/** The scans that a correction makes void: the form is to be printed again, the document stays while it is the same. */
export const outdatedScans = (changed: readonly ChangedPart[]): readonly ScanKind[] =>
  changed.includes('idType') || changed.includes('idNumber') ? ['form', 'idCard'] : ['form']
