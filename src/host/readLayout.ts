import { Fault } from '../core/fault.ts'
import type { FormLayout } from '../core/formShape.ts'
import { parseFormLayout } from '../core/parseFormLayout.ts'

/** The operator's description of the form, read from `where`. Throws a Fault 'alert' that names each of its faults. */
export const readLayout = (text: string, where: string): FormLayout => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Fault('alert', `The form’s description ${where} cannot be read as JSON. Check FORM_LAYOUT.`, {
      cause,
    })
  }
  return parseFormLayout(json)
}
