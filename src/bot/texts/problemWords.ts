import type { DeskProblem, Problem } from '../../core/problem.ts'

/** A problem a chat can meet; those of the desk have their words there. */
export type ChatProblem = Exclude<Problem, DeskProblem>

/** A sentence for every kind: a new one does not compile until each language has words for it. */
export type ProblemWords = {
  readonly [Kind in ChatProblem['kind']]: (problem: Extract<ChatProblem, { kind: Kind }>) => string
}

export const wordProblem = <Kind extends ChatProblem['kind']>(
  words: ProblemWords,
  problem: { readonly [K in Kind]: Extract<ChatProblem, { kind: K }> }[Kind],
): string => {
  const word: (problem: Extract<ChatProblem, { kind: Kind }>) => string = words[problem.kind]
  return word(problem)
}
