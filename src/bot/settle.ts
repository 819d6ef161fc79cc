import type { ChatApplication } from '../core/turn.ts'
import { patchAnswers, withoutScans } from './answers.ts'
import { homeOf, missingScans } from './scans.ts'
import type { State } from './state.ts'
import { scanSteps, type StepName } from './stepNames.ts'

const settledStep = ({ step, answers }: State, application: ChatApplication | undefined): StepName => {
  if (!scanSteps.has(step) && step !== 'waiting') return step
  const home = homeOf(application)
  if (application === undefined || home !== 'chooseScan' || step === 'waiting' || step === 'chooseScan')
    return home
  const { scanKind, picture } = answers
  if (step === 'chooseKind') return picture === undefined ? home : step
  if (scanKind === undefined || !missingScans(application, answers).includes(scanKind)) return home
  const isChosen = application.scans[scanKind].chosen !== undefined
  if (step === 'confirmScan' && !isChosen) return 'awaitScan'
  return step === 'inspecting' && isChosen ? 'confirmScan' : step
}

/**
 * Brings a conversation about scans to where its application is: the desk, another chat or an inspection may have
 * changed that since.
 */
export const settle = (state: State, application: ChatApplication | undefined): State => {
  const step = settledStep(state, application)
  const isOver = homeOf(application) !== 'chooseScan'
  const answers = isOver ? patchAnswers(state.answers, withoutScans) : state.answers
  return step === state.step ? { ...state, answers } : { ...state, step, answers, trail: [] }
}
