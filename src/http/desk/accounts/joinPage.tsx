import { document, type Notice, type Page } from '../layout.tsx'
import { NewPassword } from './passwordFields.tsx'
import { accountTexts } from './texts.ts'

export const joinPage = ({ code, ...page }: Page & { readonly code: string; readonly notice?: Notice }) => {
  const t = accountTexts[page.language]
  return document({
    ...page,
    title: t.joinTitle,
    children: (
      <form class="card narrow" method="post" action="/desk/join" data-join>
        <h1>{t.joinTitle}</h1>
        <p>{t.joinLead}</p>
        <label>
          {t.code}
          <small class="soft"> {t.codeHint}</small>
          <input name="code" value={code} autocomplete="off" spellcheck={false} required />
        </label>
        <NewPassword t={t} hint={t.passwordHint} />
        <button class="primary">{t.join}</button>
      </form>
    ),
  })
}
