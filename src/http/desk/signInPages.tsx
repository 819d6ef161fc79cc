import { raw } from 'hono/html'
import type { Enrolment } from './auth.ts'
import { document, type Notice, type Page } from './layout.tsx'
import { qrCode } from './qrCode.ts'
import { deskTexts } from './texts.ts'

type SignInPage = Page & { readonly notice?: Notice }

export const signInPage = ({ email = '', ...page }: SignInPage & { readonly email?: string }) => {
  const t = deskTexts[page.language]
  return document({
    ...page,
    title: t.signInTitle,
    children: (
      <form class="card narrow" method="post" action="/desk/sign-in">
        <h1>{t.signInTitle}</h1>
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
            maxlength={128}
            required
            autofocus={email !== ''}
          />
        </label>
        <button class="primary">{t.signIn}</button>
      </form>
    ),
  })
}

export const codePage = (page: SignInPage) => {
  const t = deskTexts[page.language]
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

export const enrolPage = ({ enrolment, ...page }: SignInPage & { readonly enrolment: Enrolment }) => {
  const t = deskTexts[page.language]
  return document({
    ...page,
    title: t.enrolTitle,
    children: (
      <form class="card enrol" method="post" action="/desk/enrol">
        <h1>{t.enrolTitle}</h1>
        <p>{t.enrolLead}</p>
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
          <ul class="codes">
            {enrolment.backupCodes.map((code) => (
              <li>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2>3 · {t.enrolCode}</h2>
          <CodeField label={t.code} numeric />
          <button class="primary">{t.enrol}</button>
        </section>
      </form>
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
