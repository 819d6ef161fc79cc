import { Fault } from '../../../core/fault.ts'

/** A refusal is an outcome; anything else that goes wrong is not the person's to mend. */
export const succeeded = (answer: Response): boolean => {
  if (answer.status >= 500) throw new Fault('retry', `Signing in failed with status ${answer.status}.`)
  return answer.ok
}

/** The code of a refusal, as the library names it; '' for none. */
export const refusalCode = async (answer: Response): Promise<string> => {
  const body: unknown = await answer.json()
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : ''
}

/** The headers of the request that a browser would make next. */
export const sendingBack = (cookies: readonly string[]): Headers =>
  new Headers({ cookie: cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ') })

/** What a sign-in may know of the request before it: the browser's name, and none of its cookies. */
export const browserOnly = (headers: Headers): Headers => {
  const userAgent = headers.get('user-agent')
  return new Headers(userAgent === null ? {} : { 'user-agent': userAgent })
}

/** The same request, had the browser not sent this cookie. */
export const withoutCookie = (headers: Headers, name: string): Headers => {
  const others = new Headers(headers)
  const kept = (headers.get('cookie') ?? '').split(/; */u).filter((cookie) => !cookie.startsWith(`${name}=`))
  others.set('cookie', kept.join('; '))
  return others
}
