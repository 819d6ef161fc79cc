/** Open to whoever comes: the door itself. Every other path asks for a session. */
export const openPaths: ReadonlySet<string> = new Set([
  '/desk/sign-in',
  '/desk/sign-in/code',
  '/desk/sign-in/passkey',
  '/desk/sign-in/passkey/options',
  '/desk/sign-in/organisation',
  '/desk/sign-in/organisation/back',
  '/desk/join',
  '/desk/language',
])

/** Open to one who is signed in but has no second factor yet. */
export const enrolmentPaths: ReadonlySet<string> = new Set([
  '/desk/enrol',
  '/desk/enrol/passkey',
  '/desk/enrol/passkey/options',
  '/desk/sign-out',
])
