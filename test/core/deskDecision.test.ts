import { describe, expect, test } from 'vitest'
import { checklistItems } from '../../src/core/deskChecklist.ts'
import { checkDecision, type Decision, maxInternalNoteLength } from '../../src/core/deskDecision.ts'
import { maxNoteLength } from '../../src/core/deskReasons.ts'

const approval = { kind: 'approve', accountId: '1', checklist: checklistItems, internalNote: '' } as const
const rejection = {
  kind: 'reject',
  reasons: ['repeated'],
  note: '',
  checklist: [],
  internalNote: '',
} as const

const problemOf = (decision: Decision): string => {
  const checked = checkDecision(decision)
  return checked.ok ? 'none' : checked.problem.kind
}

describe('checkDecision', () => {
  test.each(checklistItems)('refuses to approve with %s not ticked', (left) => {
    const checklist = checklistItems.filter((item) => item !== left)
    expect(problemOf({ ...approval, checklist })).toBe('checklistIncomplete')
  })

  test('asks for the whole checklist only to approve', () => {
    expect(problemOf(approval)).toBe('none')
    expect(problemOf(rejection)).toBe('none')
  })

  test('asks for a reason to ask again or to reject, and none to approve', () => {
    expect(problemOf({ ...rejection, reasons: [] })).toBe('reasonRequired')
    expect(problemOf({ ...rejection, reasons: [], note: 'In words.' })).toBe('none')
    const request = { kind: 'requestScans', checklist: [], internalNote: '' } as const
    expect(problemOf({ ...request, scans: [] })).toBe('reasonRequired')
    expect(problemOf({ ...request, scans: [{ kind: 'form', reasons: [], note: ' ' }] })).toBe(
      'reasonRequired',
    )
    expect(problemOf({ ...request, scans: [{ kind: 'form', reasons: ['cutOff'], note: '' }] })).toBe('none')
  })

  test('keeps each note to its length', () => {
    expect(problemOf({ ...rejection, note: '长'.repeat(maxNoteLength + 1) })).toBe('tooLong')
    const note = '长'.repeat(maxInternalNoteLength)
    expect(problemOf({ ...approval, internalNote: note })).toBe('none')
    expect(checkDecision({ ...approval, internalNote: `${note}。` })).toEqual({
      ok: false,
      problem: { kind: 'tooLong', max: maxInternalNoteLength },
    })
  })
})
