import type { Child, FC } from 'hono/jsx'
import { type Language, type ScanKind, scanKinds } from '../../../core/application.ts'
import { checklistItems } from '../../../core/deskChecklist.ts'
import { type Decision, maxInternalNoteLength } from '../../../core/deskDecision.ts'
import { maxNoteLength, rejectReasons, scanReasons } from '../../../core/deskReasons.ts'
import { scanNames } from '../texts.ts'
import type { Draft } from './draft.ts'
import { checklistNames, fourEyesNames } from './names.ts'
import type { ReviewProps } from './reviewPage.tsx'
import { reviewTexts } from './texts.ts'

/** The three decisions of R13, each a form of its own, so that none can be sent by mistake for another. */
export const DecisionForms: FC<ReviewProps> = (props) => {
  const { review, language } = props
  const t = reviewTexts[language]
  return (
    <section class="decisions" aria-labelledby="decision">
      <div class="decision-head">
        <h2 id="decision">{t.decision}</h2>
        <p class="soft">{t.undoHint}</p>
      </div>
      {review.firstApproval && <p class="hint">{t.firstApproved(review.firstApproval.reviewer)}</p>}
      <div class="three">
        <DecisionForm {...props} kind="approve" shortcut="a" title={t.approve} lead={t.approveLead}>
          <Accounts {...props} />
          <Checklist {...props} />
          <InternalNote {...props} kind="approve" />
          <button class="approve" disabled={review.accounts.length === 0}>
            {t.approveAction}
          </button>
        </DecisionForm>
        <DecisionForm {...props} kind="requestScans" shortcut="s" title={t.request} lead={t.requestLead}>
          <div class="both">
            {scanKinds.map((kind) => (
              <fieldset>
                <legend>{scanNames[kind][language]}</legend>
                <Reasons
                  name={kind}
                  reasons={scanReasons[kind]}
                  language={language}
                  draft={draftFor(props, 'requestScans')}
                />
                <Note
                  name={`${kind}Note`}
                  label={`${t.note} · ${scanNames[kind][language]}`}
                  max={maxNoteLength}
                  draft={draftFor(props, 'requestScans')}
                />
              </fieldset>
            ))}
          </div>
          <InternalNote {...props} kind="requestScans" />
          <button>{t.requestAction}</button>
        </DecisionForm>
        <DecisionForm {...props} kind="reject" shortcut="r" title={t.reject} lead={t.rejectLead}>
          <fieldset>
            <legend class="hidden">{t.reject}</legend>
            <Reasons
              name="reject"
              reasons={rejectReasons}
              language={language}
              draft={draftFor(props, 'reject')}
            />
            <Note name="rejectNote" label={t.note} max={maxNoteLength} draft={draftFor(props, 'reject')} />
          </fieldset>
          <InternalNote {...props} kind="reject" />
          <button class="danger">{t.rejectAction}</button>
        </DecisionForm>
      </div>
    </section>
  )
}

const draftFor = ({ draft }: ReviewProps, kind: Decision['kind']): Draft | undefined =>
  draft?.kind === kind ? draft : undefined

const DecisionForm: FC<
  ReviewProps & {
    kind: Decision['kind']
    shortcut: 'a' | 's' | 'r'
    title: string
    lead: string
    children?: Child
  }
> = ({ review, kind, shortcut, title, lead, children }) => (
  <form
    class={`card decision ${kind}`}
    method="post"
    action={`/desk/applications/${review.applicationId}/decision`}
    data-decision={shortcut}
    aria-labelledby={`decision-${kind}`}
  >
    <h3 id={`decision-${kind}`}>
      {title} <kbd data-key-hint>{shortcut}</kbd>
    </h3>
    <p class="soft">{lead}</p>
    <input type="hidden" name="decision" value={kind} />
    <input type="hidden" name="version" value={review.version} />
    {children}
  </form>
)

const Accounts: FC<ReviewProps> = (props) => {
  const { review, language } = props
  const t = reviewTexts[language]
  const draft = draftFor(props, 'approve')
  if (review.accounts.length === 0) return <p class="late">{t.noAccounts}</p>
  const { firstApproval } = review
  return (
    <fieldset>
      <legend>{t.account}</legend>
      {review.accounts.map((account) => (
        <label class="choice">
          <input
            type="radio"
            name="account"
            value={account.id}
            checked={draft ? draft.ticked('account', account.id) : account.isNamed}
            required
          />
          <span>
            <b>{account.name}</b> {account.isNamed && <span class="tag">{t.named}</span>}{' '}
            {firstApproval?.accountId === account.id && <span class="tag">{t.firstChosen}</span>}
            <small>
              {t.holder} {account.holderName ?? t.noHolder}
            </small>
            {account.fourEyes.length > 0 && firstApproval?.accountId !== account.id && (
              <small class="eyes">
                {t.waitsForSecond(
                  account.fourEyes
                    .map((rule) => fourEyesNames[rule][language])
                    .join(language === 'en' ? ', ' : '、'),
                )}
              </small>
            )}
          </span>
        </label>
      ))}
      {review.values.reason === 'personnelChange' && (
        <p class="hint">{t.newHolder(review.values.applicantName)}</p>
      )}
    </fieldset>
  )
}

const Checklist: FC<ReviewProps> = (props) => {
  const { language } = props
  const draft = draftFor(props, 'approve')
  return (
    <fieldset>
      <legend>{reviewTexts[language].checklist}</legend>
      {checklistItems.map((item, index) => (
        <label class="choice">
          <input
            type="checkbox"
            name="checklist"
            value={item}
            checked={draft?.ticked('checklist', item) === true}
            required
            data-key={String(index + 1)}
            aria-keyshortcuts={String(index + 1)}
          />
          <span>
            {checklistNames[item][language]} <kbd data-key-hint>{index + 1}</kbd>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const Reasons: FC<{
  name: ScanKind | 'reject'
  reasons: Readonly<Record<string, Readonly<Record<Language, string>>>>
  language: Language
  draft: Draft | undefined
}> = ({ name, reasons, language, draft }) =>
  Object.entries(reasons).map(([id, words], index) => (
    <label class="choice reason">
      <input
        type="checkbox"
        name={name}
        value={id}
        checked={draft?.ticked(name, id) === true}
        data-key={String(index + 1)}
      />
      <span>
        {words[language]} <kbd data-key-hint>{index + 1}</kbd>
      </span>
    </label>
  ))

const InternalNote: FC<ReviewProps & { kind: Decision['kind'] }> = (props) => (
  <Note
    name="internalNote"
    label={reviewTexts[props.language].internalNote}
    max={maxInternalNoteLength}
    draft={draftFor(props, props.kind)}
  />
)

const Note: FC<{ name: string; label: string; max: number; draft: Draft | undefined }> = ({
  name,
  label,
  max,
  draft,
}) => (
  <label>
    {label}
    <textarea name={name} rows={2} maxlength={max}>
      {draft?.text(name) ?? ''}
    </textarea>
  </label>
)
