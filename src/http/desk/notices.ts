import type { Context } from 'hono'
import type { Language } from '../../core/application.ts'
import type { DeskRefusal, NothingFree } from '../../core/desk.ts'
import type { DeskEnv } from './deskRoutes.tsx'
import type { Notice } from './layout.tsx'
import { deskTexts, refusalTexts } from './texts.ts'

export const doneActions = ['released', 'retried', 'undone', 'takenAway'] as const
export type DoneAction = (typeof doneActions)[number]

export const refusal = (problem: DeskRefusal | NothingFree, language: Language): Notice => ({
  tone: 'refused',
  text:
    problem.kind === 'tooLong'
      ? deskTexts[language].tooLong(problem.max)
      : refusalTexts[problem.kind][language],
})

/** What the action before this page did or why it was refused, named in the address after its redirect. */
export const noticeOf = (c: Context<DeskEnv>): Notice | undefined => {
  const language = c.get('language')
  const done = doneActions.find((action) => action === c.req.query('done'))
  if (done !== undefined) return { tone: 'done', text: deskTexts[language][done] }
  const problem = c.req.query('problem') ?? ''
  return isRefusal(problem) ? { tone: 'refused', text: refusalTexts[problem][language] } : undefined
}

const isRefusal = (text: string): text is keyof typeof refusalTexts => Object.hasOwn(refusalTexts, text)
