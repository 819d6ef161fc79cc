import type { FC } from 'hono/jsx'
import type { Language } from '../../../core/application.ts'
import type { PendingDecision } from '../../../core/deskDecision.ts'
import { decisionNames } from './names.ts'
import { reviewTexts } from './texts.ts'

/** What was decided a moment ago and can be taken back; a script counts the seconds. */
export const UndoBar: FC<{
  undoable: readonly PendingDecision[]
  now: Date
  language: Language
}> = ({ undoable, now, language }) => {
  const t = reviewTexts[language]
  return (
    <>
      {undoable.map(({ applicationId, kind, takesEffectAt }, index) => {
        const seconds = Math.max(0, Math.ceil((takesEffectAt.getTime() - now.getTime()) / 1000))
        return (
          <section class={`undo ${kind}`} aria-label={t.undo} data-undo={seconds} data-over={t.inEffect}>
            <p role="status">
              <b>{decisionNames[kind][language]}</b> <span data-undo-text>{t.undoLeft(String(seconds))}</span>
            </p>
            <b class="left" aria-hidden="true" data-undo-left />
            <form method="post" action={`/desk/applications/${applicationId}/undo`}>
              <button {...(index === 0 && { 'data-key': 'z', 'aria-keyshortcuts': 'z' })}>
                {t.undo} {index === 0 && <kbd data-key-hint>z</kbd>}
              </button>
            </form>
          </section>
        )
      })}
    </>
  )
}
