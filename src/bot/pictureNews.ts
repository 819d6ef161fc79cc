import type { ScanKind } from '../core/application.ts'
import type { News } from '../core/chat.ts'
import { convertibleTo } from '../core/scan/convertibleTo.ts'
import type { ChatApplication, LookUps } from '../core/turn.ts'
import { keep, type Answers } from './answers.ts'
import { broughtPicture } from './pictureRead.ts'
import { awaitsScans, inspectPictures, missingScans, nameScan, nextPicture, offersBeside } from './scans.ts'
import type { State } from './state.ts'
import { say, type Move, type Sight } from './step.ts'
import { scanSteps } from './stepNames.ts'

const pictureNews = ['scanChosen', 'scanRefused', 'scanUnclear', 'scanReplaced', 'pictureRead'] as const
export type PictureNews = Extract<News, { type: (typeof pictureNews)[number] }>

export const isPictureNews = (news: News): news is PictureNews =>
  pictureNews.some((type) => type === news.type)

/** What the inspection of a picture found. One picture at a time is talked about: others wait their turn. */
export const takePictureNews = async (
  news: PictureNews,
  state: State,
  sight: Sight,
  lookUps: LookUps,
): Promise<Move> => {
  const { application } = sight
  if (news.type === 'pictureRead') return broughtPicture(news, state, sight, lookUps)
  if (application === undefined)
    return news.type === 'scanRefused' ? { to: state.step, problem: news.problem } : nothing(state)
  // Late: the application went on.
  if (!awaitsScans(application)) return nothing(state)
  switch (news.type) {
    case 'scanChosen':
      return takeChosen(news, application, state, sight)
    case 'scanRefused':
      return takeRefused(news, application, state, sight)
    case 'scanUnclear':
      return takeUnclear(news, application, state, sight)
    case 'scanReplaced':
      return state.step === 'inspecting' ? nextPicture(application, state.answers) : nothing(state)
  }
}

const nothing = ({ step }: State): Move => ({ to: step, quiet: true })

/** Whether the present question is not to be left: it is about something else, or about another picture. */
const isElsewhere = ({ step, answers }: State, kind?: ScanKind): boolean =>
  !scanSteps.has(step) ||
  step === 'chooseKind' ||
  (step === 'confirmScan' && answers.scanKind !== kind) ||
  (step === 'awaitScan' && answers.scanKind !== kind && answers.offers !== undefined)

const takeChosen = (
  { kind, sentFor, scanId }: Extract<News, { type: 'scanChosen' }>,
  application: ChatApplication,
  state: State,
  sight: Sight,
): Move => {
  const { texts, answers } = sight
  // Late: it was sent, cleared or replaced meanwhile.
  if (!missingScans(application).includes(kind) || application.scans[kind].chosen?.id !== scanId)
    return nothing(state)
  const name = nameScan(kind, sight)
  const filed = sentFor === undefined ? [] : [say(texts.filedAs(nameScan(sentFor, sight), name))]
  const offers = offersBeside(kind, sight)
  if (!isElsewhere(state, kind)) return { to: 'confirmScan', answers: { scanKind: kind, offers }, say: filed }
  const waits = scanSteps.has(state.step) ? texts.alsoChecked(name) : texts.inspected
  return {
    to: state.step,
    answers: { offers },
    say: [...filed, say(waits)],
    // What was asked last can still be answered, unless an offer of it is over.
    quiet: scanSteps.has(state.step) && offers?.length === answers.offers?.length,
  }
}

/** The answers with the offer to convert what was refused, if there is one. */
const offered = (
  { kind, problem, picture }: Extract<News, { type: 'scanRefused' }>,
  { offers }: Answers,
): Answers['offers'] => {
  const to = convertibleTo(problem)
  return to === undefined ? offers : keep(offers, { picture, to, ...(kind === undefined ? {} : { kind }) })
}

const takeRefused = (
  news: Extract<News, { type: 'scanRefused' }>,
  application: ChatApplication,
  state: State,
  { answers }: Sight,
): Move => {
  const { problem } = news
  const [first] = missingScans(application)
  const kind = problem.kind === 'alreadyThere' ? first : news.kind
  // Late: a better one was sent meanwhile.
  if (kind !== undefined && !missingScans(application).includes(kind)) return nothing(state)
  const offers = offered(news, answers)
  const isOffered = convertibleTo(problem) !== undefined
  if (isElsewhere(state, kind)) return { to: state.step, answers: { offers }, problem }
  if (kind === undefined) {
    const next = state.step === 'awaitScan' ? { to: state.step } : nextPicture(application, answers)
    return { ...next, answers: { ...next.answers, offers }, problem }
  }
  // The choice before it stands.
  const isChosen = application.scans[kind].chosen !== undefined && !isOffered
  return { to: isChosen ? 'confirmScan' : 'awaitScan', answers: { scanKind: kind, offers }, problem }
}

const takeUnclear = (
  { picture }: Extract<News, { type: 'scanUnclear' }>,
  application: ChatApplication,
  state: State,
  { texts, answers }: Sight,
): Move => {
  const [first, second] = missingScans(application)
  if (first === undefined) return nothing(state)
  if (second === undefined) {
    const move = inspectPictures([{ picture, kind: first }])
    return isElsewhere(state, first) ? { to: state.step, effects: move.effects, quiet: true } : move
  }
  const pictures = keep(answers.pictures, picture)
  return isElsewhere(state)
    ? { to: state.step, answers: { pictures }, say: [say(texts.pictureWaits)] }
    : { to: 'chooseKind', answers: { pictures } }
}
