import { formNumberFromLink } from '../../core/formNumber.ts'
import type { SeenCode } from '../../core/scan/reading.ts'

/** Whether a code is that of a form, whichever. */
export const isForms = ({ text }: SeenCode): boolean => formNumberFromLink(text) !== undefined
