import type { FC } from 'hono/jsx'
import type { QueueEntry } from '../../../core/desk.ts'
import { leastPromise } from '../../../core/promisedTime.ts'
import { may } from '../../../core/role.ts'
import { clock, Due, Moment, span } from '../moments.tsx'
import { deskTexts, stateNames } from '../texts.ts'
import type { QueueProps } from './queuePage.tsx'
import { queueTexts } from './texts.ts'

type LineProps = { readonly entry: QueueEntry; readonly page: QueueProps }

export const QueueLine: FC<LineProps> = ({ entry, page }) => {
  const { now, language } = page
  const held = heldNow(entry, now)
  return (
    <tr>
      <th scope="row">{entry.unitName}</th>
      <td>
        <span class={`state ${held ? 'inReview' : entry.state}`}>{stateText(entry, page)}</span>
        {entry.isReturned && <small class="first">{queueTexts[language].returned}</small>}
        {entry.firstApprover && (
          <small class="first">
            {entry.firstApprover.id === page.reviewer?.id
              ? queueTexts[language].yoursFirst
              : queueTexts[language].firstOf(entry.firstApprover.name)}
          </small>
        )}
      </td>
      <td>
        {entry.promiseLeft === undefined ? (
          <>
            <Moment at={entry.promisedAt} />{' '}
            <Due promisedAt={entry.promisedAt} now={now} t={deskTexts[language]} />
          </>
        ) : (
          // as much is left at least when the scans are there
          queueTexts[language].paused(span(Math.max(entry.promiseLeft, leastPromise), deskTexts[language]))
        )}
      </td>
      <td class="do">
        <Action entry={entry} page={page} />
      </td>
    </tr>
  )
}

const heldNow = ({ held }: QueueEntry, now: Date): QueueEntry['held'] =>
  held && held.until > now ? held : undefined

/** Who holds it is for those to see who may take it away. */
const stateText = (entry: QueueEntry, { now, language, reviewer }: QueueProps): string => {
  const held = heldNow(entry, now)
  if (!held) return stateNames[entry.state === 'inReview' ? 'submitted' : entry.state][language]
  return reviewer && may(reviewer.role, 'supervise')
    ? queueTexts[language].heldBy(held.by.name, clock(held.until))
    : queueTexts[language].held(clock(held.until))
}

const Action: FC<LineProps> = ({ entry, page: { part, now, reviewer, language } }) => {
  const t = queueTexts[language]
  const path = `/desk/applications/${entry.applicationId}`
  if (!reviewer || !may(reviewer.role, 'review') || part === 'waiting') return <></>
  const held = heldNow(entry, now)
  if (part === 'mine' || held?.by.id === reviewer.id)
    return <ButtonLink href={path} text={t.open} of={entry.unitName} />
  if (part === 'undeliverable')
    return <PostButton action={`${path}/delivery`} text={t.retry} of={entry.unitName} />
  if (held)
    return may(reviewer.role, 'supervise') ? (
      <ButtonLink href={`${path}/take-away`} text={t.takeAway} of={entry.unitName} />
    ) : (
      <></>
    )
  if (entry.firstApprover?.id === reviewer.id) return <></>
  return <PostButton action={`${path}/take`} text={t.take} of={entry.unitName} />
}

const ButtonLink: FC<{ href: string; text: string; of: string }> = ({ href, text, of }) => (
  <a class="button" href={href} aria-label={`${text}: ${of}`} data-step>
    {text}
  </a>
)

const PostButton: FC<{ action: string; text: string; of: string }> = ({ action, text, of }) => (
  <form method="post" action={action}>
    <button aria-label={`${text}: ${of}`} data-step>
      {text}
    </button>
  </form>
)
