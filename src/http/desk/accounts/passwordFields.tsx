import type { FC } from 'hono/jsx'
import { maxPasswordLength, minPasswordLength } from './passwordLength.ts'
import type { AccountTexts } from './texts.ts'

/** Of who is signed in: asked before anything that would outlive a session left open. */
export const CurrentPassword: FC<{ t: AccountTexts }> = ({ t }) => (
  <label>
    {t.currentPassword}
    <input
      type="password"
      name="current"
      autocomplete="current-password"
      maxlength={maxPasswordLength}
      required
    />
  </label>
)

export const NewPassword: FC<{ t: AccountTexts; hint?: string }> = ({ t, hint }) => (
  <label>
    {t.newPassword}
    {hint !== undefined && <small class="soft"> {hint}</small>}
    <input
      type="password"
      name="next"
      autocomplete="new-password"
      minlength={minPasswordLength}
      maxlength={maxPasswordLength}
      required
    />
  </label>
)
