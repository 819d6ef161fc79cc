import type { FC } from 'hono/jsx'
import type { Language } from '../../../core/application.ts'
import type { Change } from '../../../core/problem.ts'
import { may } from '../../../core/role.ts'
import { document, type Notice, type Page } from '../layout.tsx'
import { ShortcutHelp } from '../shortcuts/shortcutHelp.tsx'
import { deskTexts, scanNames } from '../texts.ts'
import { Changes } from './changes.tsx'
import type { Draft } from './draft.ts'
import { reviewTexts } from './texts.ts'

/**
 * Says nothing of an application that the reviewer does not hold but how to take it, and to whom it was shown before what
 * happened since. What they had filled in goes with the form that takes it, and is back on the page once they have it;
 * what they typed can be copied here. Who may read what became of any application is led there.
 */
export const notHeldPage = (
  props: Page & {
    readonly notice: Notice
    readonly applicationId: string
    readonly canTake: boolean
    readonly draft?: Draft
    readonly changes?: readonly Change[]
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
        <Changes {...props} />
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
        {draft && <Typed draft={draft} language={language} />}
        {props.reviewer && may(props.reviewer.role, 'seeRecords') && (
          <a href={`/desk/applications/${applicationId}/record`} data-key="l" aria-keyshortcuts="l">
            {t.seeRecord}
          </a>
        )}
        <a href="/desk" data-key="q" aria-keyshortcuts="q">
          {deskTexts[language].backToQueue}
        </a>
        <ShortcutHelp {...props} />
      </div>
    ),
  })
}

/** A decision's notes as they were typed, for who may not get to send them. */
const Typed: FC<{ draft: Draft; language: Language }> = ({ draft, language }) => {
  const t = reviewTexts[language]
  const notes = [
    ['formNote', `${t.note} · ${scanNames.form[language]}`],
    ['idCardNote', `${t.note} · ${scanNames.idCard[language]}`],
    ['rejectNote', t.note],
    ['internalNote', t.internalNote],
  ] as const
  return notes.map(([name, label]) => {
    const text = draft.text(name)
    return (
      text !== '' && (
        <label>
          {label}
          <textarea rows={2} readonly>
            {text}
          </textarea>
        </label>
      )
    )
  })
}
