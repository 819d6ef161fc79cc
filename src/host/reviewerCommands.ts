import { accounts } from '../adapters/postgres/accounts.ts'
import { invitationHours, operator } from '../core/accounts.ts'
import { cleanText } from '../core/cleanText.ts'
import { parseEmail } from '../core/email.ts'
import { Fault } from '../core/fault.ts'
import type { Host } from '../core/ports.ts'
import { roles } from '../core/role.ts'
import { formatShanghai } from '../core/shanghaiTime.ts'
import { joinLink } from '../http/desk/accounts/joinLink.ts'
import { createReviewerAuth } from '../http/desk/auth.ts'
import type { Config } from './config.ts'
import type { Stores } from './openStores.ts'

interface Parts {
  readonly stores: Pick<Stores, 'db' | 'vault' | 'deskSecret'>
  readonly host: Host
  readonly say: (line: string) => void
}

/** Makes a reviewer with a password that is shown this once; the way the first administrator comes to be. */
export const addReviewer = async (
  { stores, host, say }: Parts,
  typed: { readonly email: string; readonly name: string; readonly role: string },
): Promise<void> => {
  const email = parseEmail(typed.email)
  if (!email.ok) throw new Fault('alert', 'EMAIL is not an e-mail address, as zhang@example.cn is.')
  const name = cleanText(typed.name)
  if (name === '') throw new Fault('alert', 'NAME is empty: it is what colleagues at the desk read.')
  const role = roles.find((each) => each === typed.role)
  if (role === undefined) throw new Fault('alert', `ROLE is one of ${roles.join(', ')}.`)
  const auth = createReviewerAuth({
    database: stores.db,
    secret: stores.deskSecret,
    publicUrl: 'http://127.0.0.1',
    issuer: 'Sealpass',
    randomBytes: host.randomBytes,
  })
  const made = await auth.createReviewer({ email: email.value, name, role })
  if (!made) throw new Fault('alert', 'There is a reviewer with this e-mail address already.')
  await accounts(stores.db, stores.vault).note(operator, 'reviewerAdded', host.now(), { role })
  say(`Password (shown this once): ${made.password}`)
}

/** One line each: role, state, address, name, last sign-in, with tabs between. */
export const listReviewers = async ({ stores, say }: Parts): Promise<void> => {
  const { people } = accounts(stores.db, stores.vault)
  for (const person of await people.list())
    say(
      [
        person.role,
        person.isDisabled ? 'disabled' : person.isEnrolled ? 'active' : 'not enrolled',
        person.email,
        person.name,
        person.lastSignInAt ? formatShanghai(person.lastSignInAt) : 'never',
      ].join('\t'),
    )
}

/** Makes a one-time link to set password and second factor anew. */
export const resetReviewer = async (
  { stores, host, say }: Parts,
  config: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>,
  email: string,
): Promise<void> => {
  const { people } = accounts(stores.db, stores.vault)
  const person = await people.findByEmail(email)
  if (!person) throw new Fault('alert', 'There is no reviewer with this e-mail address.')
  const code = await people.inviteToReset(person.id, operator, host.now())
  if (code === undefined)
    throw new Fault('alert', 'This reviewer is disabled; an administrator enables them at the desk.')
  const address = config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`
  say(`Link (works once, for ${invitationHours} hours): ${joinLink(address, code)}`)
}
