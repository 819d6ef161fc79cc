import { badSealKinds } from './seals.ts'

/** What is wrong with a form, or with the picture of it, beside `none`. */
export const formDefects = [
  'noSeal',
  ...badSealKinds,
  'sealElsewhere',
  'unsigned',
  'sealOverSignature',
  'otherCode',
  'supersededCode',
  'greyThree',
  'greyOne',
  'greyCopy',
  'codeCovered',
  'blurred',
  'shaken',
  'dark',
  'glare',
  'cutOff',
  'twoDocuments',
  'screen',
] as const
export type FormDefect = 'none' | (typeof formDefects)[number]

/** These may never pass without a word: no proof, or the proof of something else. */
export const isGrave = (defect: FormDefect): boolean => grave.has(defect)

const grave: ReadonlySet<FormDefect> = new Set([
  'noSeal',
  ...badSealKinds,
  'sealElsewhere',
  'unsigned',
  'sealOverSignature',
  'otherCode',
  'supersededCode',
  'greyThree',
  'greyOne',
  'greyCopy',
] as const)
