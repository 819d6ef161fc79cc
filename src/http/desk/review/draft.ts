import type { Decision } from '../../../core/deskDecision.ts'
import { fieldOf } from '../../postedForm.ts'
import { versionOf } from './parseDecision.ts'

/** What a reviewer has filled in and not yet been able to send: it outlives a refusal and a lapsed lease. */
export interface Draft {
  readonly kind: Decision['kind']
  /** The version of the application that it was filled in for; undefined when the form named none. */
  readonly seenVersion: number | undefined
  /** Whether a box or choice was ticked. */
  ticked(name: string, value: string): boolean
  text(name: string): string
  /** Every field, the version among them. */
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
    seenVersion: versionOf(form),
    ticked: (name, value) => form.getAll(name).includes(value),
    text: (name) => fieldOf(form, name),
    fields: [...form]
      .flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
      .slice(0, mostFields),
  }
}

/** Without the ticks on the checklist: of a later version they have to be made anew. */
export const unticked = (draft: Draft): Draft => ({
  ...draft,
  ticked: (name, value) => name !== 'checklist' && draft.ticked(name, value),
  fields: draft.fields.filter(([name]) => name !== 'checklist'),
})
