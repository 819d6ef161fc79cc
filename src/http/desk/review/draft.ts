import type { Decision } from '../../../core/deskDecision.ts'
import { fieldOf } from '../postedForm.ts'

/** What a reviewer has filled in and not yet been able to send: it outlives a refusal and a lapsed lease. */
export interface Draft {
  readonly kind: Decision['kind']
  /** Whether a box or choice was ticked. */
  ticked(name: string, value: string): boolean
  text(name: string): string
  /** Every field but the version, which is the page's own. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

const kinds = ['approve', 'requestScans', 'reject'] as const satisfies readonly Decision['kind'][]
/** More than any form of ours has. */
const mostFields = 60

/** Undefined when the form holds no decision. */
export const draftOf = (form: FormData): Draft | undefined => {
  const kind = kinds.find((each) => each === fieldOf(form, 'decision'))
  if (kind === undefined) return undefined
  return {
    kind,
    ticked: (name, value) => form.getAll(name).includes(value),
    text: (name) => fieldOf(form, name),
    fields: [...form]
      .flatMap(([name, value]) =>
        name !== 'version' && typeof value === 'string' ? [[name, value] as const] : [],
      )
      .slice(0, mostFields),
  }
}
