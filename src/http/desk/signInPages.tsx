import { raw } from 'hono/html'
import { BackupCodes } from './accounts/backupCodes.tsx'
import type { Enrolment } from './accounts/ownAccount.ts'
import { PasskeyForm } from './accounts/passkeyForm.tsx'
import { maxPasswordLength } from './accounts/passwordLength.ts'
import { accountTexts } from './accounts/texts.ts'
import { document, type Notice, type Page } from './layout.tsx'
import { qrCode } from './qrCode.ts'
import { signInTexts } from './signInTexts.ts'

type SignInPage = Page & { readonly notice?: Notice }

/** The ways to sign in beside the password. */
export interface WaysIn {
  readonly passkey: boolean
  readonly organisation: boolean
}

export const signInPage = ({
  email = '',
  ways,
  ...page
}: SignInPage & { readonly email?: string; readonly ways: WaysIn }) => {
  const t = signInTexts[page.language]
  const own = accountTexts[page.language]
  return document({
    ...page,
    title: t.signInTitle,
    children: (
      <div class="card narrow">
        <h1>{t.signInTitle}</h1>
        <form class="stack" method="post" action="/desk/sign-in">
          <label>
            {t.email}
            <input
              type="email"
              name="email"
              value={email}
              autocomplete="username"
              required
              autofocus={email === ''}
            />
          </label>
          <label>
            {t.password}
            <input
              type="password"
              name="password"
              autocomplete="current-password"
              maxlength={maxPasswordLength}
              required
              autofocus={email !== ''}
            />
          </label>
          <button class="primary">{t.signIn}</button>
        </form>
        {ways.passkey && (
          <PasskeyForm ceremony="signIn" action="/desk/sign-in/passkey" t={own}>
            <button>{own.usePasskey}</button>
          </PasskeyForm>
        )}
        {ways.organisation && (
          <a class="button" href="/desk/sign-in/organisation">
            {own.useOrganisation}
          </a>
        )}
      </div>
    ),
  })
}

export const codePage = (page: SignInPage) => {
  const t = signInTexts[page.language]
  return document({
    ...page,
    title: t.codeTitle,
    children: (
      <form class="card narrow" method="post" action="/desk/sign-in/code">
        <h1>{t.codeTitle}</h1>
        <p>{t.codeLead}</p>
        <CodeField label={t.code} />
        <button class="primary">{t.verify}</button>
        <a href="/desk/sign-in">{t.startOver}</a>
      </form>
    ),
  })
}

export const enrolPage = ({
  enrolment,
  action = '/desk/enrol',
  offersPasskey,
  ...page
}: SignInPage & {
  readonly enrolment: Enrolment
  readonly action?: string
  readonly offersPasskey: boolean
}) => {
  const t = signInTexts[page.language]
  const own = accountTexts[page.language]
  return document({
    ...page,
    title: t.enrolTitle,
    children: (
      <div class="card enrol">
        <h1>{t.enrolTitle}</h1>
        <p>{t.enrolLead}</p>
        <form class="stack" method="post" action={action}>
          <section>
            <h2>1 · {t.enrolScan}</h2>
            <div class="qr" role="img" aria-label={t.qrLabel}>
              {raw(qrCode(enrolment.uri))}
            </div>
            <p class="soft">{t.enrolType}</p>
            <code class="secret">{enrolment.secret.replace(/(.{4})(?=.)/gu, '$1 ')}</code>
          </section>
          <section>
            <h2>2 · {t.enrolCodes}</h2>
            <p class="soft">{t.enrolCodesLead}</p>
            <BackupCodes codes={enrolment.backupCodes} />
          </section>
          <section>
            <h2>3 · {t.enrolCode}</h2>
            <CodeField label={t.code} numeric />
            <button class="primary">{t.enrol}</button>
          </section>
        </form>
        {offersPasskey && (
          <section>
            <h2>{own.enrolPasskey}</h2>
            <p class="soft">{own.enrolPasskeyLead}</p>
            <PasskeyForm ceremony="register" action="/desk/enrol/passkey" t={own}>
              <button>{own.addPasskeyNow}</button>
            </PasskeyForm>
          </section>
        )}
      </div>
    ),
  })
}

const CodeField = ({ label, numeric = false }: { label: string; numeric?: boolean }) => (
  <label>
    {label}
    <input
      class="code"
      name="code"
      inputmode={numeric ? 'numeric' : 'text'}
      autocomplete="one-time-code"
      maxlength={20}
      required
      autofocus
    />
  </label>
)
