import type { FC } from 'hono/jsx'
import { type QueueEntry, type QueuePart, queueParts } from '../../core/desk.ts'
import { document, type Notice, type Page } from './layout.tsx'
import { clock, Due, Moment } from './moments.tsx'
import { deskTexts, partNames, stateNames } from './texts.ts'

interface Queue {
  readonly part: QueuePart
  readonly counts: Readonly<Record<QueuePart, number>>
  readonly entries: readonly QueueEntry[]
  /** The page that follows, if there is one. */
  readonly nextPath: string | undefined
  readonly isFirst: boolean
  readonly now: Date
}

/** The queue: units, states and times, nothing personal (R20). */
export const queuePage = (props: Page & Queue & { readonly notice?: Notice }) => {
  const { language, part, counts, entries, nextPath, isFirst } = props
  const t = deskTexts[language]
  return document({
    ...props,
    title: t.queue,
    children: (
      <>
        <div class="lead">
          <h1>{t.queue}</h1>
          <form method="post" action="/desk/next">
            <span class="soft" id="next-hint">
              {t.takeNextHint}
            </span>
            <button class="primary" aria-describedby="next-hint">
              {t.takeNext}
            </button>
          </form>
        </div>
        <nav class="parts" aria-label={t.queue}>
          {queueParts.map((name) => (
            <a
              href={`/desk?part=${name}`}
              aria-current={name === part ? 'page' : undefined}
              class={name === 'overdue' && counts.overdue > 0 ? 'urgent' : undefined}
            >
              <span>{partNames[name][language]}</span> <b>{counts[name]}</b>
            </a>
          ))}
        </nav>
        {entries.length === 0 ? (
          <p class="card empty">{t.nothing}</p>
        ) : (
          <table class="card queue">
            <caption class="hidden">{partNames[part][language]}</caption>
            <thead>
              <tr>
                <th scope="col">{t.unit}</th>
                <th scope="col">{t.state}</th>
                <th scope="col">{t.promised}</th>
                <th scope="col">
                  <span class="hidden">{t.action}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <Line entry={entry} page={props} />
              ))}
            </tbody>
          </table>
        )}
        {(nextPath !== undefined || !isFirst) && (
          <nav class="pages" aria-label={t.nextPage}>
            {!isFirst && <a href={`/desk?part=${part}`}>{t.firstPage}</a>}
            {nextPath !== undefined && <a href={nextPath}>{t.nextPage}</a>}
          </nav>
        )}
      </>
    ),
  })
}

const Line: FC<{ entry: QueueEntry; page: Page & Queue }> = ({ entry, page: { language, part, now } }) => {
  const t = deskTexts[language]
  const held = entry.held !== undefined && entry.held.until > now ? entry.held.until : undefined
  return (
    <tr>
      <th scope="row">{entry.unitName}</th>
      <td>
        <span class={`state ${held ? 'inReview' : entry.state}`}>
          {held
            ? t.held(clock(held))
            : stateNames[entry.state === 'inReview' ? 'submitted' : entry.state][language]}
        </span>
      </td>
      <td>
        <Moment at={entry.promisedAt} />{' '}
        {part !== 'waiting' && <Due promisedAt={entry.promisedAt} now={now} t={t} />}
      </td>
      <td class="do">
        <Action entry={entry} part={part} isHeld={held !== undefined} t={t} />
      </td>
    </tr>
  )
}

const Action: FC<{
  entry: QueueEntry
  part: QueuePart
  isHeld: boolean
  t: (typeof deskTexts)['en']
}> = ({ entry, part, isHeld, t }) => {
  const path = `/desk/applications/${entry.applicationId}`
  if (part === 'waiting') return null
  if (part === 'mine')
    return (
      <a class="button" href={path} aria-label={`${t.open}: ${entry.unitName}`}>
        {t.open}
      </a>
    )
  if (part === 'undeliverable')
    return <PostButton action={`${path}/delivery`} text={t.retry} of={entry.unitName} />
  return isHeld ? null : <PostButton action={`${path}/take`} text={t.take} of={entry.unitName} />
}

const PostButton: FC<{ action: string; text: string; of: string }> = ({ action, text, of }) => (
  <form method="post" action={action}>
    <button aria-label={`${text}: ${of}`}>{text}</button>
  </form>
)
