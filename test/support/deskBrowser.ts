import type { Hono } from 'hono'
import { totp } from './totp.ts'
import type { DeskEnv } from '../../src/http/desk/deskRoutes.tsx'

export const deskOrigin = 'http://127.0.0.1:8080'

export interface DeskBrowser {
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Posts a form as its page would. */
  post(
    path: string,
    fields?: Record<string, string | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<Response>
  readonly cookies: Map<string, string>
}

/** Asks the routes as one browser does: keeps cookies, and names its origin when it posts. */
export const deskBrowser = (app: Pick<Hono<DeskEnv>, 'request'>): DeskBrowser => {
  const cookies = new Map<string, string>()
  const ask = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await app.request(`${deskOrigin}${path}`, {
      ...init,
      headers: { ...(cookie && { cookie }), ...init.headers },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
      if (value === '' || /max-age=0/iu.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, fields = {}, headers = {}) => {
      const body = new URLSearchParams()
      for (const [name, values] of Object.entries(fields))
        for (const value of [values].flat()) body.append(name, value)
      return ask(path, { method: 'post', body, headers: { origin: deskOrigin, ...headers } })
    },
  }
}

export interface Enrolled {
  readonly browser: DeskBrowser
  /** Base32, as the page shows it. */
  readonly secret: string
  readonly backupCodes: readonly string[]
}

/** Signs a new reviewer in and sets up their second factor. */
export const enrol = async (
  app: Pick<Hono<DeskEnv>, 'request'>,
  reviewer: { readonly email: string; readonly password: string },
): Promise<Enrolled> => {
  const browser = deskBrowser(app)
  await browser.post('/desk/sign-in', { ...reviewer })
  const page = await (await browser.get('/desk/enrol')).text()
  const codes = Array.from(page.matchAll(/<code(?: class="\w+")?>([^<]+)<\/code>/gu), ([, code = '']) => code)
  const [secret = '', ...backupCodes] = codes
  const answer = await browser.post('/desk/enrol', { code: totp(secret, new Date()) })
  if (answer.headers.get('location') !== '/desk') throw new Error(`enrolling was answered ${answer.status}`)
  return { browser, secret, backupCodes }
}
