import type { Child, FC } from 'hono/jsx'
import type { AccountTexts } from './texts.ts'

/**
 * A form that the browser's authenticator answers: a script asks `action`/options what is to be signed, and posts the
 * answer. Without scripts there are no passkeys, and it stays hidden.
 */
export const PasskeyForm: FC<{
  ceremony: 'register' | 'signIn'
  action: string
  t: AccountTexts
  children?: Child
}> = ({ ceremony, action, t, children }) => (
  <>
    <form
      class="stack"
      method="post"
      action={action}
      data-passkey={ceremony}
      data-failed={t.passkeyFailed}
      hidden
    >
      <input type="hidden" name="answer" />
      {children}
      <p class="late" role="alert" data-problem></p>
    </form>
    {ceremony === 'register' && (
      <noscript>
        <p class="soft">{t.needsScript}</p>
      </noscript>
    )}
  </>
)
