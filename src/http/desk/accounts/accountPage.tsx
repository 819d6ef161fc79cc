import type { FC } from 'hono/jsx'
import type { Passkey } from '../../../core/accounts.ts'
import type { Reviewer } from '../auth.ts'
import { document, type Notice, type Page } from '../layout.tsx'
import { Moment } from '../moments.tsx'
import { BackupCodes } from './backupCodes.tsx'
import { maxPasskeyName } from './enrolPasskey.ts'
import type { OwnSession } from './ownAccount.ts'
import { PasskeyForm } from './passkeyForm.tsx'
import { CurrentPassword, NewPassword } from './passwordFields.tsx'
import { type AccountTexts, accountTexts } from './texts.ts'

interface AccountPage extends Page {
  readonly reviewer: Reviewer
  readonly sessions: readonly OwnSession[]
  readonly passkeys: readonly Passkey[]
  /** Undefined without an authenticator app. */
  readonly backupCodesLeft: number | undefined
  readonly offersPasskeys: boolean
  readonly notice?: Notice
}

/** What a reviewer signs in with, and where they are signed in. */
export const accountPage = ({
  sessions,
  passkeys,
  backupCodesLeft,
  offersPasskeys,
  ...page
}: AccountPage) => {
  const t = accountTexts[page.language]
  return document({
    ...page,
    title: t.account,
    children: (
      <>
        <h1>{t.account}</h1>
        <div class="panels">
          <Sessions sessions={sessions} t={t} />
          <Passkeys passkeys={passkeys} isOffered={offersPasskeys} t={t} />
          <section class="card panel" aria-labelledby="app">
            <h2 id="app">{t.app}</h2>
            {backupCodesLeft === undefined ? (
              <>
                <p class="soft">{t.appOff}</p>
                <form class="stack" method="post" action="/desk/account/app">
                  <CurrentPassword t={t} />
                  <button>{t.appAdd}</button>
                </form>
              </>
            ) : (
              <>
                <p>
                  {t.appOn} {t.codesLeft(backupCodesLeft)}
                </p>
                <form class="stack" method="post" action="/desk/account/backup-codes">
                  <CurrentPassword t={t} />
                  <button>{t.newCodes}</button>
                </form>
              </>
            )}
          </section>
          <section class="card panel" aria-labelledby="password">
            <h2 id="password">{t.changePassword}</h2>
            <p class="soft">{t.changePasswordLead}</p>
            <form class="stack" method="post" action="/desk/account/password">
              <CurrentPassword t={t} />
              <NewPassword t={t} />
              <button>{t.changePassword}</button>
            </form>
          </section>
        </div>
      </>
    ),
  })
}

const Sessions: FC<{ sessions: readonly OwnSession[]; t: AccountTexts }> = ({ sessions, t }) => (
  <section class="card panel" aria-labelledby="sessions">
    <h2 id="sessions">{t.sessions}</h2>
    <p class="soft">{t.sessionsLead}</p>
    <ul class="rows">
      {sessions.map((session) => (
        <li>
          <span class="what" id={`session-${session.id}`}>
            <b>{session.browser || t.unknownBrowser}</b>
            <small class="soft">
              {t.since} <Moment at={session.beganAt} />
            </small>
          </span>
          {session.isThis ? (
            <span class="tag">{t.thisSession}</span>
          ) : (
            <form method="post" action="/desk/account/sessions/end">
              <input type="hidden" name="session" value={session.id} />
              <button aria-describedby={`session-${session.id}`}>{t.endSession}</button>
            </form>
          )}
        </li>
      ))}
    </ul>
    <form method="post" action="/desk/account/sessions/end-all">
      <button class="danger">{t.endAll}</button>
    </form>
  </section>
)

const Passkeys: FC<{ passkeys: readonly Passkey[]; isOffered: boolean; t: AccountTexts }> = ({
  passkeys,
  isOffered,
  t,
}) => (
  <section class="card panel" aria-labelledby="passkeys">
    <h2 id="passkeys">{t.passkeys}</h2>
    <p class="soft">{isOffered ? t.passkeysLead : t.noDomain}</p>
    {passkeys.length === 0 ? (
      isOffered && <p>{t.noPasskeys}</p>
    ) : (
      <ul class="rows">
        {passkeys.map((passkey, index) => (
          <li>
            <span class="what" id={`passkey-${index}`}>
              <b>{passkey.name}</b>
              <small class="soft">
                {t.added} <Moment at={passkey.createdAt} /> ·{' '}
                {passkey.lastUsedAt ? (
                  <>
                    {t.lastUsed} <Moment at={passkey.lastUsedAt} />
                  </>
                ) : (
                  t.neverUsed
                )}
              </small>
            </span>
            <form method="post" action="/desk/account/passkeys/rename" class="inline">
              <input type="hidden" name="passkey" value={passkey.credentialId} />
              <input
                name="name"
                value={passkey.name}
                maxlength={maxPasskeyName}
                required
                aria-label={`${t.passkeyName}: ${passkey.name}`}
              />
              <button aria-describedby={`passkey-${index}`}>{t.rename}</button>
            </form>
            <form method="post" action="/desk/account/passkeys/remove">
              <input type="hidden" name="passkey" value={passkey.credentialId} />
              <button class="danger" aria-describedby={`passkey-${index}`}>
                {t.remove}
              </button>
            </form>
          </li>
        ))}
      </ul>
    )}
    {isOffered && (
      <PasskeyForm ceremony="register" action="/desk/account/passkeys" t={t}>
        <label>
          {t.passkeyName}
          <small class="soft"> {t.passkeyNameHint}</small>
          <input name="name" maxlength={maxPasskeyName} autocomplete="off" />
        </label>
        <CurrentPassword t={t} />
        <button>{t.addPasskey}</button>
      </PasskeyForm>
    )}
  </section>
)

/** New backup codes, shown this once. */
export const backupCodesPage = ({ codes, ...page }: Page & { readonly codes: readonly string[] }) => {
  const t = accountTexts[page.language]
  return document({
    ...page,
    title: t.newCodes,
    children: (
      <div class="card enrol">
        <h1>{t.newCodes}</h1>
        <p>{t.newCodesLead}</p>
        <BackupCodes codes={codes} />
        <a class="button" href="/desk/account">
          {t.back}
        </a>
      </div>
    ),
  })
}
