import { ok } from '../../core/result.ts'
import { say, step } from '../step.ts'

/** Whatever comes next goes on where the conversation stood; it is not taken for an answer to a forgotten question. */
export const paused = step({
  prompt: ({ texts }) => [
    { type: 'text', text: texts.paused, options: [[{ option: 'goOn', label: texts.goOnNow }]] },
  ],
  parse: (sent) => ok(sent.type),
  check: (type) => ok(type),
  next: (_, { texts }) => ({ to: 'back', say: [say(texts.welcomeBack)] }),
})
