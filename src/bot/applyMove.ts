import { patchAnswers, type Answers } from './answers.ts'
import { flow } from './flow.ts'
import { interludes, type StepName } from './stepNames.ts'
import type { State } from './state.ts'
import type { Move } from './step.ts'

/** Nothing lies before these that one would go back to question by question. */
const roots: ReadonlySet<StepName> = new Set(['start', 'chooseScan', 'waiting'])

/** Over before one could go back to them. */
const passing: ReadonlySet<StepName> = new Set([...interludes, 'chooseKind', 'awaitScan', 'inspecting'])

/** The questions from `step` on that are answered already, and the first that is not. */
const passOver = (
  step: StepName,
  answers: Answers,
): { readonly passed: readonly StepName[]; readonly open: StepName } => {
  const next = flow[step].passed?.(answers)
  if (next === undefined) return { passed: [], open: step }
  const { passed, open } = passOver(next, answers)
  return { passed: [step, ...passed], open }
}

/** Where a move leads; what is answered already is not asked again, but `back` comes by it. */
export const applyMove = (state: State, { to, aside, answers: patch }: Move): State => {
  const answers = patch === undefined ? state.answers : patchAnswers(state.answers, patch)
  const { step, trail } = state
  if (to === step) return { ...state, answers }
  if (to === 'back') {
    return { ...state, step: trail.at(-1) ?? 'start', trail: trail.slice(0, -1), answers }
  }
  if (aside) return { ...state, step: to, trail: interludes.has(step) ? trail : [...trail, step], answers }

  const { passed, open } = passOver(to, answers)
  const walked = [...trail, ...(passing.has(step) ? [] : [step]), ...passed]
  const before = walked.indexOf(open)
  return {
    ...state,
    step: open,
    trail: roots.has(open) ? [] : walked.slice(0, before < 0 ? undefined : before),
    answers,
  }
}
