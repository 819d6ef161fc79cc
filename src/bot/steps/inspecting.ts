import { fail, ok } from '../../core/result.ts'
import { nameScan } from '../scans.ts'
import { say, step } from '../step.ts'

/** A picture is being inspected; the news of what was found leads on. */
export const inspecting = step({
  prompt: (sight) => [
    {
      type: 'text',
      text: sight.texts.inspecting(nameScan(sight.answers.scanKind ?? 'form', sight)),
      options: [[{ option: 'back', label: sight.texts.toScans }]],
    },
    { type: 'busy', what: 'inspecting' },
  ],
  parse: (sent) => (sent.type === 'other' ? fail({ kind: 'wrongInput', expected: 'choice' }) : ok(sent.type)),
  check: (type) => ok(type),
  next: (type, { texts }) =>
    type === 'option'
      ? { to: 'chooseScan' }
      : { to: 'inspecting', say: [say(texts.stillInspecting)], quiet: true },
})
