import type { Context } from 'hono'
import { cleanText } from '../../../core/cleanText.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { browserName } from './browserName.ts'
import type { PasskeyCeremony } from './passkeyCeremony.ts'
import { fields } from './requests.ts'
import { accountTexts } from './texts.ts'

export const maxPasskeyName = 60

/** What the browser needs to make a passkey for who is signed in. */
export const offerRegistration = async (
  c: Context<DeskEnv>,
  { host }: DeskDeps,
  ceremony: PasskeyCeremony,
): Promise<Response> => c.json({ options: await ceremony.beginRegistration(c.get('reviewer'), host.now()) })

/** Keeps the passkey that the browser made; false when it is refused. */
export const keepPasskey = async (
  c: Context<DeskEnv>,
  { host }: DeskDeps,
  ceremony: PasskeyCeremony,
): Promise<boolean> => {
  const { answer, name } = await fields(c, 'answer', 'name')
  const called = cleanText(name).slice(0, maxPasskeyName)
  return ceremony.register(
    c.get('reviewer'),
    answer,
    called || browserName(c.req.header('user-agent') ?? '') || accountTexts[c.get('language')].firstPasskey,
    host.now(),
  )
}

/** Makes the passkey the second factor of one who has none yet. */
export const enrolByPasskey = async (
  c: Context<DeskEnv>,
  deps: DeskDeps,
  ceremony: PasskeyCeremony,
): Promise<boolean> => {
  const { auth, accounts, host } = deps
  const { id } = c.get('reviewer')
  if (!(await keepPasskey(c, deps, ceremony))) return false
  await auth.requireMoreThanPassword(c.req.raw.headers, id)
  await accounts.note(id, 'secondFactorSet', host.now())
  await accounts.note(id, 'signedIn', host.now(), { by: 'passkey' })
  return true
}
