import type { ChatApplication } from '../core/turn.ts'
import type { Answers } from './answers.ts'
import { awaitsScans, inspectPictures } from './scans.ts'

/** The number of the form that was seen last in what was brought. */
export const broughtNumber = ({ brought = [] }: Answers): string | undefined =>
  brought.findLast(({ formNumber }) => formNumber !== undefined)?.formNumber

/** What was brought is filed with the application that was found; of a form that is void, it is told already. */
export const fileBrought = (
  application: ChatApplication,
  { brought = [] }: Answers,
  isSuperseded: boolean,
): ReturnType<typeof inspectPictures> | undefined => {
  const wanted = brought.filter(({ shows }) => !isSuperseded || shows !== 'form')
  if (!awaitsScans(application) || wanted.length === 0) return undefined
  return inspectPictures(
    wanted.map(({ picture, shows }) => ({ picture, ...(shows === undefined ? {} : { kind: shows }) })),
  )
}
