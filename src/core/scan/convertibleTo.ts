import type { ScanProblem } from '../problem.ts'

/** What can be made of a picture that is refused with this problem, and is offered; undefined when nothing can. */
export const convertibleTo = (problem: ScanProblem): 'smaller' | 'jpeg' | undefined => {
  if (problem.kind === 'tooLarge' && problem.convertible) return 'smaller'
  return problem.kind === 'notJpeg' && problem.convertible ? 'jpeg' : undefined
}
