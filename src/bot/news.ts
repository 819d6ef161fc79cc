import type { News } from '../core/chat.ts'
import type { LookUps } from '../core/turn.ts'
import { isPictureNews, takePictureNews, type PictureNews } from './pictureNews.ts'
import { homeOf } from './scans.ts'
import type { State } from './state.ts'
import { requestedLines } from './status.ts'
import { say, type Move, type Sight } from './step.ts'
import { scanSteps, type StepName } from './stepNames.ts'

/** Steps about the application itself; at any other, news is told without leaving what is being done. */
const isAbout = (step: StepName): boolean => scanSteps.has(step) || step === 'waiting' || step === 'start'

/** What the desk and the delivery did, in words that say what to do (R11, R13, R15). */
const wordsFor = (news: Exclude<News, PictureNews>, sight: Sight): string => {
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
    case 'reminder':
    case 'inReview':
    case 'approved':
    case 'undeliverable':
      return texts.news[news.type]
  }
}

/** News after which it is the applicant's turn. */
const asking: ReadonlySet<News['type']> = new Set(['scansRequested', 'rejected', 'reminder'])

/** What news does to a conversation: told by itself, and led on only if the conversation is about it. */
export const takeNews = async (news: News, state: State, sight: Sight, lookUps: LookUps): Promise<Move> => {
  if (isPictureNews(news)) return takePictureNews(news, state, sight, lookUps)
  const words = wordsFor(news, sight)
  if (!isAbout(state.step))
    return { to: state.step, say: [say([words, ...requestedLines(sight)].join('\n'))] }
  const asksSomething = asking.has(news.type)
  return { to: homeOf(sight.application), say: [say(words)], quiet: !asksSomething }
}
