import { type ScanKind, scanKinds } from '../../../core/application.ts'
import type { PendingDecision } from '../../../core/deskDecision.ts'
import type { SensitiveField } from '../../../core/deskMask.ts'
import type { Review } from '../../../core/deskReview.ts'
import type { FormLayout } from '../../../core/formShape.ts'
import type { Change } from '../../../core/problem.ts'
import { document, type Notice, type Page } from '../layout.tsx'
import { Due, Moment } from '../moments.tsx'
import { ShortcutHelp } from '../shortcuts/shortcutHelp.tsx'
import { deskTexts } from '../texts.ts'
import { Changes } from './changes.tsx'
import { DecisionForms } from './decisionForms.tsx'
import type { Draft } from './draft.ts'
import { LeaseBar } from './leaseBar.tsx'
import { History, OnRecord, PastDecisions, Related } from './record.tsx'
import { ScanFigure } from './scanFigure.tsx'
import { reviewTexts } from './texts.ts'
import { UndoBar } from './undoBar.tsx'
import { ValueList } from './valueList.tsx'

export type ReviewProps = Page & {
  readonly review: Review
  readonly now: Date
  /** Of the forms that are printed. */
  readonly layout: FormLayout
  /** Where each scan's upright copy is served, for a moment. */
  readonly addresses: Readonly<Partial<Record<ScanKind, string>>>
  readonly undoable: readonly PendingDecision[]
  /** A masked value that was asked for. */
  readonly revealed?: { readonly field: SensitiveField; readonly value: string }
  /** What was filled in before, and could not be sent. */
  readonly draft?: Draft
  /** What happened since the version that was decided on, or filled in for. */
  readonly changes?: readonly Change[]
}

/** One application, to decide on: values and scans side by side with what is on record, then the decisions (R13). */
export const reviewPage = (props: ReviewProps & { readonly notice?: Notice }) => {
  const { review, now, language } = props
  const [desk, t] = [deskTexts[language], reviewTexts[language]]
  return document({
    ...props,
    title: t.review,
    script: 'viewer',
    children: (
      <>
        <UndoBar {...props} />
        <LeaseBar {...props} />
        <div class="lead">
          <div>
            <h1>{review.unit.fullName}</h1>
            <p class="soft">
              {t.submittedAt} <Moment at={review.submittedAt} /> · {desk.promised}{' '}
              <Moment at={review.promisedAt} /> <Due promisedAt={review.promisedAt} now={now} t={desk} />
            </p>
          </div>
          <div class="marks">
            {review.unit.isSample && <span class="mark-sample">{t.sample}</span>}
            <a class="button" href="/desk" data-key="q" aria-keyshortcuts="q">
              {desk.backToQueue}
            </a>
            <a class="button" href="#decision">
              {t.jump}
            </a>
            <ShortcutHelp {...props} />
          </div>
        </div>
        <Changes {...props} />
        <div class="beside">
          <ValueList {...props} />
          <section class="scans" aria-label={t.scans}>
            {scanKinds.map((kind) => (
              <ScanFigure kind={kind} {...props} />
            ))}
            <OnRecord {...props} />
          </section>
        </div>
        <DecisionForms {...props} />
        <PastDecisions {...props} />
        <Related {...props} />
        <History {...props} />
      </>
    ),
  })
}
