import { scanKinds } from '../../core/application.ts'
import { ok } from '../../core/result.ts'
import { inspectPicture, nameScan, receivePicture } from '../scans.ts'
import { optionOrPicture, step, type Move } from '../step.ts'

/** Which scan a picture is that came while both were missing. */
export const chooseKind = step({
  prompt: (sight) => [
    {
      type: 'text',
      text: sight.texts.askKind,
      options: [
        ...scanKinds.map((kind) => [{ option: kind, label: nameScan(kind, sight) }]),
        [{ option: 'discard', label: sight.texts.discard }],
      ],
    },
  ],
  parse: optionOrPicture,
  check: (sent, sight) => {
    if (typeof sent !== 'string') return receivePicture(sent.picture, sight)
    const kind = scanKinds.find((kind) => kind === sent)
    const { picture } = sight.answers
    const move: Move =
      kind === undefined || picture === undefined
        ? { to: 'chooseScan', answers: { picture: undefined } }
        : inspectPicture(kind, picture, sight)
    return ok(move)
  },
  next: (move) => move,
})
