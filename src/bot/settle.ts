import type { ChatApplication } from '../core/turn.ts'
import { patchAnswers, withoutScans } from './answers.ts'
import { endCorrection, isCorrecting } from './correction.ts'
import { homeOf, missingScans } from './scans.ts'
import type { State } from './state.ts'
import { fillingSteps, scanSteps, type StepName } from './stepNames.ts'

const settledStep = ({ step, answers }: State, application: ChatApplication | undefined): StepName => {
  if (!scanSteps.has(step) && step !== 'waiting') return step
  const home = homeOf(application)
  if (application === undefined || home !== 'chooseScan' || step === 'waiting' || step === 'chooseScan')
    return home
  const { scanKind, pictures = [] } = answers
  if (step === 'chooseKind') return pictures.length === 0 ? home : step
  // Pictures that came without a word; the news of each leads on.
  if (step === 'inspecting' && scanKind === undefined) return step
  if (scanKind === undefined || !missingScans(application).includes(scanKind)) return home
  return step === 'confirmScan' && application.scans[scanKind].chosen === undefined ? 'awaitScan' : step
}

/** A correction of a form that can no longer be corrected is over. */
const withoutLateCorrection = (state: State, application: ChatApplication | undefined): State => {
  const { step, answers } = state
  if (answers.correcting === undefined || isCorrecting(answers, application)) return state
  return {
    ...state,
    step: fillingSteps.has(step) ? homeOf(application) : step,
    trail: [],
    answers: patchAnswers(answers, endCorrection(answers)),
  }
}

/**
 * Brings a conversation about an application to where that is: the desk, another chat or an inspection may have changed
 * it since.
 */
export const settle = (stored: State, application: ChatApplication | undefined): State => {
  const state = withoutLateCorrection(stored, application)
  const step = settledStep(state, application)
  const isOver = homeOf(application) !== 'chooseScan'
  const answers = isOver ? patchAnswers(state.answers, withoutScans) : state.answers
  if (step === state.step) return { ...state, answers }
  return {
    ...state,
    step,
    answers,
    trail: scanSteps.has(step) && step !== 'chooseScan' ? ['chooseScan'] : [],
  }
}
