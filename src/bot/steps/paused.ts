import { ok } from '../../core/result.ts'
import { takePicture } from '../scans.ts'
import { say, step, type Move } from '../step.ts'

/**
 * Whatever comes next goes on where the conversation stood; it is not taken for an answer to a forgotten question. A
 * picture needs no question: what is found in it is told there.
 */
export const paused = step({
  prompt: ({ texts }) => [
    { type: 'text', text: texts.paused, options: [[{ option: 'goOn', label: texts.goOnNow }]] },
  ],
  parse: (sent) => ok(sent),
  check: (sent) => ok(sent),
  next: (sent, sight): Move => {
    const { texts } = sight
    const welcome = say(texts.welcomeBack)
    if (sent.type !== 'picture') return { to: 'back', say: [welcome] }
    const taken = takePicture(sent.picture, 'paused', sight)
    if (!taken.ok) return { to: 'back', say: [welcome], problem: taken.problem }
    return {
      to: 'back',
      effects: taken.value.effects ?? [],
      say: [welcome, say(texts.recognising), { type: 'busy', what: 'inspecting' }],
    }
  },
})
