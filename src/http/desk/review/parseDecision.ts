import { scanKinds } from '../../../core/application.ts'
import { checklistItems } from '../../../core/deskChecklist.ts'
import type { Decision, ScanRequest, Verdict } from '../../../core/deskDecision.ts'
import { rejectReasons, scanReasons } from '../../../core/deskReasons.ts'
import { fieldOf } from '../../postedForm.ts'

/** What a decision's form posted; undefined when it is no form of ours. Whether it holds is the desk's to say. */
export const parseDecision = (
  form: FormData,
): { readonly version: number; readonly decision: Decision } | undefined => {
  const version = versionOf(form)
  const verdict = verdictOf(form)
  if (!verdict || version === undefined) return undefined
  const ticked = form.getAll('checklist')
  return {
    version,
    decision: {
      ...verdict,
      checklist: checklistItems.filter((item) => ticked.includes(item)),
      internalNote: fieldOf(form, 'internalNote'),
    },
  }
}

export const versionOf = (form: FormData): number | undefined => {
  const version = fieldOf(form, 'version')
  return /^\d{1,9}$/u.test(version) ? Number(version) : undefined
}

const verdictOf = (form: FormData): Verdict | undefined => {
  switch (fieldOf(form, 'decision')) {
    case 'approve':
      return { kind: 'approve', accountId: fieldOf(form, 'account') }
    case 'requestScans':
      return { kind: 'requestScans', scans: scanKinds.flatMap((kind) => requested(form, kind)) }
    case 'reject':
      return {
        kind: 'reject',
        reasons: chosen(form, 'reject', rejectReasons),
        note: fieldOf(form, 'rejectNote'),
      }
    default:
      return undefined
  }
}

/** A scan is asked for by giving a reason for it. */
const requested = (form: FormData, kind: ScanRequest['kind']): ScanRequest[] => {
  const note = fieldOf(form, `${kind}Note`)
  const request: ScanRequest =
    kind === 'form'
      ? { kind, reasons: chosen(form, kind, scanReasons.form), note }
      : { kind, reasons: chosen(form, kind, scanReasons.idCard), note }
  return request.reasons.length > 0 || note !== '' ? [request] : []
}

const chosen = <Id extends string>(
  form: FormData,
  name: string,
  catalogue: Readonly<Record<Id, unknown>>,
): Id[] => {
  const ticked = form.getAll(name)
  return (Object.keys(catalogue) as Id[]).filter((id) => ticked.includes(id))
}
