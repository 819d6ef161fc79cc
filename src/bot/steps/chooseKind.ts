import { scanKinds } from '../../core/application.ts'
import { ok } from '../../core/result.ts'
import { inspectPictures, nameScan, nextPicture, receivePicture } from '../scans.ts'
import { optionOrPicture, step, type Move, type Sight } from '../step.ts'

/** Which scan the first of the pictures is that show neither for certain, and then the next. */
const chosen = (option: string, sight: Sight): Move => {
  const { application, answers } = sight
  const [first, ...rest] = answers.pictures ?? []
  const pictures = rest.length > 0 ? rest : undefined
  if (application === undefined || first === undefined) return { to: 'chooseScan' }
  const kind = scanKinds.find((kind) => kind === option)
  if (kind === undefined) {
    const next = nextPicture(application, { pictures: rest })
    return { ...next, answers: { ...next.answers, pictures } }
  }
  const move = inspectPictures([{ picture: first, kind }])
  return { ...move, to: pictures ? 'chooseKind' : 'inspecting', answers: { ...move.answers, pictures } }
}

export const chooseKind = step({
  prompt: (sight) => [
    {
      type: 'text',
      text: sight.texts.askKind(sight.answers.pictures?.length ?? 1),
      options: [
        ...scanKinds.map((kind) => [{ option: kind, label: nameScan(kind, sight) }]),
        [{ option: 'discard', label: sight.texts.discard }],
      ],
      takesPictures: true,
    },
  ],
  parse: optionOrPicture,
  check: (sent, sight) =>
    typeof sent === 'string' ? ok(chosen(sent, sight)) : receivePicture(sent.picture, sight),
  next: (move) => move,
})
