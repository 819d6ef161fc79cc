import { fail, ok, type Result } from '../../core/result.ts'
import type { Problem } from '../../core/problem.ts'
import { nameScan, receivePicture } from '../scans.ts'
import { say, step, type Move } from '../step.ts'

/** Pictures are being inspected; the news of what was found leads on. One more that comes is inspected beside them. */
export const inspecting = step({
  prompt: (sight) => {
    const { texts, answers } = sight
    const { scanKind } = answers
    return [
      {
        type: 'text',
        text: texts.inspecting(scanKind === undefined ? undefined : nameScan(scanKind, sight)),
        options: [[{ option: 'back', label: texts.toScans }]],
      },
      { type: 'busy', what: 'inspecting' },
    ]
  },
  parse: (sent) => (sent.type === 'other' ? fail({ kind: 'wrongInput', expected: 'choice' }) : ok(sent)),
  check: (sent, sight): Result<Move, Problem> => {
    if (sent.type === 'option') return ok({ to: 'chooseScan' })
    if (sent.type === 'text')
      return ok({ to: 'inspecting', say: [say(sight.texts.stillInspecting)], quiet: true })
    const received = receivePicture(sent.picture, sight)
    // The buttons stay as they are, for the pictures before are still under way.
    return received.ok
      ? ok({
          to: 'inspecting',
          effects: received.value.effects ?? [],
          say: [say(sight.texts.alsoInspecting)],
          quiet: true,
        })
      : received
  },
  next: (move) => move,
})
