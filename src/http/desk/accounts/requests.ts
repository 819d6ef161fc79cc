import type { Context } from 'hono'
import { formatShanghai } from '../../../core/shanghaiTime.ts'
import { fieldOf, postedForm } from '../../postedForm.ts'
import type { DeskEnv } from '../deskRoutes.tsx'
import type { Notice } from '../layout.tsx'
import { doneTexts, refusedTexts } from './noticeTexts.ts'
import { accountTexts } from './texts.ts'

export type Done = keyof typeof doneTexts
export type Refused = keyof typeof refusedTexts

export const refused = (text: string): Notice => ({ tone: 'refused', text })

/** What the action before this page did or why it was refused, named in the address after its redirect. */
export const accountNotice = (c: Context<DeskEnv>): Notice | undefined => {
  const language = c.get('language')
  const { done = '', problem = '' } = c.req.query()
  if (isOneOf(doneTexts, done)) return { tone: 'done', text: doneTexts[done][language] }
  return isOneOf(refusedTexts, problem) ? refused(refusedTexts[problem][language]) : undefined
}

const isOneOf = <Texts extends object>(texts: Texts, name: string): name is keyof Texts & string =>
  Object.hasOwn(texts, name)

export const pageOf = (c: Context<DeskEnv>) => ({ language: c.get('language'), path: c.req.path })

export const fields = async <Name extends string>(
  c: Context,
  ...names: readonly Name[]
): Promise<Record<Name, string>> => {
  const form = await postedForm(c)
  return Object.fromEntries(names.map((name) => [name, fieldOf(form, name)])) as Record<Name, string>
}

export const redirectWith = (c: Context, cookies: readonly string[], path: string): Response => {
  setCookies(c, cookies)
  return c.redirect(path, 303)
}

export const setCookies = (c: Context, cookies: readonly string[]): void => {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
}

/** And, where there is a wait, when the next try is heard: to the minute and never too early. */
export const withWait = (c: Context<DeskEnv>, text: string, nextAt: Date | undefined): string =>
  nextAt
    ? `${text} ${accountTexts[c.get('language')].wait(formatShanghai(new Date(nextAt.getTime() + 59_999)))}`
    : text
