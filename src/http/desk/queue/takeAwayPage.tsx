import { maxNoteLength } from '../../../core/deskReasons.ts'
import { document, type Notice, type Page } from '../layout.tsx'
import { ShortcutHelp } from '../shortcuts/shortcutHelp.tsx'
import { deskTexts } from '../texts.ts'
import { queueTexts } from './texts.ts'

/** Where a supervisor says why an application is taken away from whoever holds it. */
export const takeAwayPage = (
  props: Page & { readonly applicationId: string; readonly reason: string; readonly notice?: Notice },
) => {
  const t = queueTexts[props.language]
  return document({
    ...props,
    title: t.takeAwayTitle,
    children: (
      <div class="card narrow">
        <h1>{t.takeAwayTitle}</h1>
        <p>{t.takeAwayLead}</p>
        <form
          class="stack"
          method="post"
          action={`/desk/applications/${props.applicationId}/take-away`}
          data-decision="x"
        >
          <label>
            {t.reason}
            <textarea name="reason" rows={3} maxlength={maxNoteLength} required>
              {props.reason}
            </textarea>
          </label>
          <button class="danger">
            {t.confirm} <kbd data-key-hint>x</kbd>
          </button>
        </form>
        <a href="/desk" data-key="q" aria-keyshortcuts="q">
          {deskTexts[props.language].backToQueue}
        </a>
        <ShortcutHelp {...props} />
      </div>
    ),
  })
}
