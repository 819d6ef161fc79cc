import type { News } from '../core/chat.ts'
import { awaitsScans, homeOf, missingScans } from './scans.ts'
import type { State } from './state.ts'
import { requestedLines } from './status.ts'
import { say, type Move, type Sight } from './step.ts'
import { scanSteps, type StepName } from './stepNames.ts'

type ScanNews = Extract<News, { type: 'scanChosen' | 'scanRefused' }>

/** Steps about the application itself; at any other, news is told without leaving what is being done. */
const isAbout = (step: StepName): boolean => scanSteps.has(step) || step === 'waiting' || step === 'start'

const nothing = ({ step }: State): Move => ({ to: step, quiet: true })

const takeScan = (news: ScanNews, state: State, sight: Sight): Move => {
  const { application, texts } = sight
  const { kind } = news
  // Late: the scan was sent, cleared or replaced meanwhile, or the application went on.
  if (application === undefined || !awaitsScans(application)) return nothing(state)
  if (!missingScans(application).includes(kind)) return nothing(state)
  if (news.type === 'scanChosen') {
    if (application.scans[kind].chosen?.id !== news.scanId) return nothing(state)
    return scanSteps.has(state.step)
      ? { to: 'confirmScan', answers: { scanKind: kind, picture: undefined, convertible: undefined } }
      : { to: state.step, say: [say(texts.inspected)] }
  }
  const { problem, picture } = news
  if (!scanSteps.has(state.step)) return { to: state.step, problem }
  const convertible = problem.kind === 'tooLarge' && problem.convertible ? picture : undefined
  return { to: 'awaitScan', answers: { scanKind: kind, picture: undefined, convertible }, problem }
}

/** What the desk and the delivery did, in words that say what to do (R11, R13, R15). */
const wordsFor = (news: Exclude<News, ScanNews>, sight: Sight): string => {
  const { texts, application } = sight
  switch (news.type) {
    case 'delivered':
      return texts.news.delivered[news.by]
    case 'scansRequested':
      return texts.news.scansRequested
    case 'rejected': {
      const reason = application?.decisionReason
      return [texts.news.rejected, ...(reason === undefined ? [] : [texts.decisionReason(reason)])].join('\n')
    }
    case 'inReview':
    case 'approved':
    case 'undeliverable':
      return texts.news[news.type]
  }
}

/** What news does to a conversation: told by itself, and led on only if the conversation is about it. */
export const takeNews = (news: News, state: State, sight: Sight): Move => {
  if (news.type === 'scanChosen' || news.type === 'scanRefused') return takeScan(news, state, sight)
  const words = wordsFor(news, sight)
  if (!isAbout(state.step))
    return { to: state.step, say: [say([words, ...requestedLines(sight)].join('\n'))] }
  const asksSomething = news.type === 'scansRequested' || news.type === 'rejected'
  return { to: homeOf(sight.application), say: [say(words)], quiet: !asksSomething }
}
