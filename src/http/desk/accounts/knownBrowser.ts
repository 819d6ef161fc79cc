import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { timingSafeEqual } from 'hono/utils/buffer'
import type { DeskDeps } from '../deskRoutes.tsx'

const cookieName = 'sealpass_desk_browser'
const cookieDays = 400

/**
 * The key under which tries at an account's password are counted. A browser that brought the right one before has a count
 * of its own, all others have one together: so a stranger's wrong tries make nobody wait where they usually sign in
 * (OWASP, “Slow Down Online Guessing Attacks with Device Cookies”).
 */
export const triesKey = async (
  c: Context,
  { vault }: Pick<DeskDeps, 'vault'>,
  email: string,
): Promise<string> => {
  const [id = '', key = ''] = (getCookie(c, cookieName) ?? '').split('.')
  const isKnown = await timingSafeEqual(key, await keyOf(vault, email, id))
  return isKnown ? `browser:${id}` : email
}

/** After the right password: from now on this browser is one that this account was used from. */
export const rememberBrowser = async (
  c: Context,
  { vault, host, publicUrl }: Pick<DeskDeps, 'vault' | 'host' | 'publicUrl'>,
  email: string,
): Promise<void> => {
  const id = host.uuid()
  setCookie(c, cookieName, `${id}.${await keyOf(vault, email, id)}`, {
    path: '/desk',
    httpOnly: true,
    sameSite: 'Strict',
    secure: publicUrl.startsWith('https:'),
    maxAge: cookieDays * 24 * 60 * 60,
  })
}

const keyOf = async (vault: DeskDeps['vault'], email: string, id: string): Promise<string> =>
  vault.hash('desk.knownBrowser', JSON.stringify([email, id]))
