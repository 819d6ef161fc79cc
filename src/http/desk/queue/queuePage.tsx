import type { FC } from 'hono/jsx'
import { type QueueEntry, type QueuePart, queueParts } from '../../../core/desk.ts'
import type { PendingDecision } from '../../../core/deskDecision.ts'
import { may } from '../../../core/role.ts'
import { ActionTable } from '../actionTable.tsx'
import { document, type Notice, type Page } from '../layout.tsx'
import { UndoBar } from '../review/undoBar.tsx'
import { ShortcutHelp } from '../shortcuts/shortcutHelp.tsx'
import { deskTexts } from '../texts.ts'
import { QueueLine } from './queueLine.tsx'
import { partNames, queueTexts } from './texts.ts'

export type QueueProps = Page & {
  readonly part: QueuePart
  readonly counts: Readonly<Record<QueuePart, number>>
  readonly entries: readonly QueueEntry[]
  /** The page that follows, if there is one. */
  readonly nextPath: string | undefined
  readonly isFirst: boolean
  readonly now: Date
  readonly undoable: readonly PendingDecision[]
}

/** The queue: units, states and times, nothing personal (R20). */
export const queuePage = (props: QueueProps & { readonly notice?: Notice }) => {
  const { language, part, nextPath, isFirst, reviewer } = props
  const t = queueTexts[language]
  return document({
    ...props,
    title: t.queue,
    children: (
      <>
        <UndoBar {...props} />
        <div class="lead">
          <h1>{t.queue}</h1>
          <div class="lead-actions">
            <ShortcutHelp {...props} />
            {reviewer && may(reviewer.role, 'review') && <TakeNext {...props} />}
          </div>
        </div>
        <div class="queue-part" data-live="queue">
          <Parts {...props} />
          <Lines {...props} />
          {(nextPath !== undefined || !isFirst) && (
            <nav class="pages" aria-label={t.nextPage}>
              {!isFirst && (
                <a href={`/desk?part=${part}`} data-step>
                  {t.firstPage}
                </a>
              )}
              {nextPath !== undefined && (
                <a href={nextPath} data-step>
                  {t.nextPage}
                </a>
              )}
            </nav>
          )}
        </div>
      </>
    ),
  })
}

const TakeNext: FC<QueueProps> = ({ language }) => {
  const t = queueTexts[language]
  return (
    <form method="post" action="/desk/next">
      <span class="soft" id="next-hint">
        {t.takeNextHint}
      </span>
      <button class="primary" aria-describedby="next-hint" data-key="n" aria-keyshortcuts="n">
        {t.takeNext} <kbd data-key-hint>n</kbd>
      </button>
    </form>
  )
}

const Parts: FC<QueueProps> = ({ language, part, counts }) => (
  <nav class="parts" aria-label={queueTexts[language].queue}>
    {queueParts.map((name, index) => (
      <a
        {...keyOf(index - queueParts.indexOf(part))}
        href={`/desk?part=${name}`}
        aria-current={name === part ? 'page' : undefined}
        class={name === 'overdue' && counts.overdue > 0 ? 'urgent' : undefined}
      >
        <span>{partNames[name][language]}</span> <b>{counts[name]}</b>
      </a>
    ))}
  </nav>
)

/** Of the parts beside the one shown. */
const keyOf = (distance: number) => {
  const key = distance === -1 ? '[' : distance === 1 ? ']' : undefined
  return key && { 'data-key': key, 'aria-keyshortcuts': key }
}

const Lines: FC<QueueProps> = (props) => {
  const { language, part, entries } = props
  const t = queueTexts[language]
  if (entries.length === 0) return <p class="card empty">{t.nothing}</p>
  return (
    <ActionTable
      caption={partNames[part][language]}
      columns={[t.unit, t.state, deskTexts[language].promised]}
      action={t.action}
    >
      {entries.map((entry) => (
        <QueueLine entry={entry} page={props} />
      ))}
    </ActionTable>
  )
}
