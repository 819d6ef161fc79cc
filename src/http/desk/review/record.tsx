import type { FC } from 'hono/jsx'
import { advance } from '../../../core/application.ts'
import type { Review } from '../../../core/deskReview.ts'
import { Moment } from '../moments.tsx'
import { actionNames, stateNames } from '../texts.ts'
import { eventDetail } from './eventDetail.ts'
import { checklistNames, decisionNames, relationNames } from './names.ts'
import type { ReviewProps } from './reviewPage.tsx'
import { reviewTexts } from './texts.ts'

/** The unit and its accounts as the platform has them, to compare with what was typed. */
export const OnRecord: FC<ReviewProps> = ({ review: { unit, accounts }, language }) => {
  const t = reviewTexts[language]
  const registration = {
    registered: t.registered,
    underReview: t.unitUnderReview,
    turnedDown: t.unitTurnedDown,
  }[unit.state]
  return (
    <section class="card record" aria-labelledby="record">
      <h2 id="record">{t.record}</h2>
      <dl>
        <div>
          <dt>{t.fullName}</dt>
          <dd>{unit.fullName}</dd>
        </div>
        {unit.region !== undefined && (
          <div>
            <dt>{t.region}</dt>
            <dd>{unit.region}</dd>
          </div>
        )}
        <div>
          <dt>{t.registration}</dt>
          <dd class={unit.state === 'registered' ? undefined : 'late'}>{registration}</dd>
        </div>
        <div>
          <dt>{t.accounts}</dt>
          <dd>
            {accounts.length === 0 && <span class="late">{t.noAccounts}</span>}
            <ul>
              {accounts.map((account) => (
                <li>
                  <b>{account.name}</b> <span class="soft">{account.holderName ?? t.noHolder}</span>{' '}
                  {account.isNamed && <span class="tag">{t.named}</span>}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
    </section>
  )
}

export const Related: FC<Pick<ReviewProps, 'language'> & { review: Pick<Review, 'related'> }> = ({
  review: { related },
  language,
}) => {
  const t = reviewTexts[language]
  return (
    <details class="card more" open={related.length > 0}>
      <summary>
        {t.related} <span class="soft">{related.length}</span>
      </summary>
      {related.length === 0 && <p class="soft">{t.noneRelated}</p>}
      <ul>
        {related.map(({ applicationId, unitName, why, state, submittedAt }) => (
          <li>
            {advance(state, 'claim').ok ? (
              <a href={`/desk/applications/${applicationId}`}>{applicationId.slice(0, 8)}</a>
            ) : (
              // nobody can hold it, and so see it
              <code>{applicationId.slice(0, 8)}</code>
            )}{' '}
            {!why.includes('unit') && `${unitName} `}
            <span class={`state ${state}`}>{stateNames[state][language]}</span>{' '}
            {why.map((relation) => (
              <span class="why">{relationNames[relation][language]}</span>
            ))}{' '}
            {submittedAt && (
              <span class="soft">
                <Moment at={submittedAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

export const PastDecisions: FC<Pick<ReviewProps, 'language'> & { review: Pick<Review, 'decisions'> }> = ({
  review: { decisions },
  language,
}) => {
  const t = reviewTexts[language]
  if (decisions.length === 0) return <></>
  return (
    <details class="card more" open>
      <summary>
        {t.pastDecisions} <span class="soft">{decisions.length}</span>
      </summary>
      <ul>
        {decisions.map(({ at, reviewer, isUndone, decision }) => (
          <li>
            <Moment at={at} /> <b>{decisionNames[decision.kind][language]}</b> {reviewer}{' '}
            {isUndone && <span class="why">{t.undone}</span>}
            {decision.checklist.length > 0 && (
              <span class="soft">
                {' '}
                {decision.checklist.map((item) => checklistNames[item][language]).join(' · ')}
              </span>
            )}
            {decision.internalNote !== '' && (
              <p class="noted">
                <span class="soft">{t.internal}</span> {decision.internalNote}
              </p>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

export const History: FC<
  Pick<ReviewProps, 'language'> & { review: Pick<Review, 'history'>; open?: boolean }
> = ({ review, language, open }) => {
  const t = reviewTexts[language]
  return (
    <details class="card more history" open={open}>
      <summary>
        {t.history} <span class="soft">{review.history.length}</span>
      </summary>
      <ol>
        {review.history.map(({ at, actor, action, detail }) => {
          const words = eventDetail(action, detail, language)
          return (
            <li>
              <Moment at={at} /> <b>{actionNames[action]?.[language] ?? action}</b>{' '}
              <span class="soft">{typeof actor === 'string' ? t[actor] : actor.reviewer}</span>
              {words !== '' && <p class="noted">{words}</p>}
            </li>
          )
        })}
      </ol>
    </details>
  )
}
