import type { FC } from 'hono/jsx'
import type { Language } from '../../../core/application.ts'
import type { Change } from '../../../core/problem.ts'
import { Moment } from '../moments.tsx'
import { actionNames } from '../texts.ts'
import { reviewTexts } from './texts.ts'

/** What happened since the reviewer saw the application, where they are shown it or told that it is not theirs. */
export const Changes: FC<{ changes?: readonly Change[]; language: Language }> = ({ changes, language }) => {
  if (!changes) return <></>
  const t = reviewTexts[language]
  return (
    <section class="card stale">
      <h2>{t.changedSince}</h2>
      {changes.length === 0 ? (
        <p>{t.nothingSince}</p>
      ) : (
        <ol>
          {changes.map(({ at, action }) => (
            <li>
              <Moment at={at} /> <b>{actionNames[action]?.[language] ?? action}</b>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
