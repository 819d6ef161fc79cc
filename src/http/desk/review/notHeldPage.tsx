import { document, type Notice, type Page } from '../layout.tsx'
import { deskTexts } from '../texts.ts'
import type { Draft } from './draft.ts'
import { reviewTexts } from './texts.ts'

/**
 * Says nothing of an application that the reviewer does not hold but how to take it. What they had filled in goes with
 * the form that takes it, and is back on the page once they have it.
 */
export const notHeldPage = (
  props: Page & {
    readonly notice: Notice
    readonly applicationId: string
    readonly canTake: boolean
    readonly draft?: Draft
  },
) => {
  const { language, applicationId, canTake, draft } = props
  const t = reviewTexts[language]
  return document({
    ...props,
    title: t.notHeldTitle,
    children: (
      <div class="card narrow">
        <h1>{t.notHeldTitle}</h1>
        {canTake && (
          <form method="post" action={`/desk/applications/${applicationId}/take`}>
            {draft && <p class="soft">{t.draftKept}</p>}
            {draft?.fields.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <button class="primary" data-key="e" aria-keyshortcuts="e">
              {t.takeThis}
            </button>
          </form>
        )}
        <a href="/desk" data-key="q">
          {deskTexts[language].backToQueue}
        </a>
      </div>
    ),
  })
}
