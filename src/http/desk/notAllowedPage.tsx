import { document, type Page } from './layout.tsx'
import { deskTexts } from './texts.ts'

/** What one whose role does not reach so far is shown. */
export const notAllowedPage = (page: Page) => {
  const t = deskTexts[page.language]
  return document({
    ...page,
    title: t.notAllowedTitle,
    children: (
      <div class="card narrow">
        <h1>{t.notAllowedTitle}</h1>
        <p>{t.notAllowed}</p>
        <a href="/desk">{t.backToQueue}</a>
      </div>
    ),
  })
}
