import type { Child, FC } from 'hono/jsx'
import { type Language, type ScanKind, scanKinds } from '../../core/application.ts'
import { checklistItems } from '../../core/deskChecklist.ts'
import type { Review } from '../../core/deskReview.ts'
import { maxNoteLength, rejectReasons, scanReasons } from '../../core/deskReasons.ts'
import { checklistNames, type DeskTexts, deskTexts, scanNames } from './texts.ts'

/** The three decisions of R13, each a form of its own, so that none can be sent by mistake for another. */
export const DecisionForms: FC<{ review: Review; language: Language }> = ({ review, language }) => {
  const t = deskTexts[language]
  return (
    <section class="decisions" aria-labelledby="decision">
      <h2 id="decision">{t.decision}</h2>
      <div class="three">
        <DecisionForm review={review} kind="approve" title={t.approve} lead={t.approveLead}>
          <Accounts review={review} t={t} />
          <Checklist language={language} />
          <button class="approve" disabled={review.accounts.length === 0}>
            {t.approveAction}
          </button>
        </DecisionForm>
        <DecisionForm review={review} kind="requestScans" title={t.request} lead={t.requestLead}>
          <div class="both">
            {scanKinds.map((kind) => (
              <fieldset>
                <legend>{scanNames[kind][language]}</legend>
                <Reasons name={kind} reasons={scanReasons[kind]} language={language} />
                <Note name={`${kind}Note`} label={`${t.note} · ${scanNames[kind][language]}`} />
              </fieldset>
            ))}
          </div>
          <button>{t.requestAction}</button>
        </DecisionForm>
        <DecisionForm review={review} kind="reject" title={t.reject} lead={t.rejectLead}>
          <fieldset>
            <legend class="hidden">{t.reject}</legend>
            <Reasons name="reject" reasons={rejectReasons} language={language} />
            <Note name="rejectNote" label={t.note} />
          </fieldset>
          <button class="danger">{t.rejectAction}</button>
        </DecisionForm>
      </div>
    </section>
  )
}

const DecisionForm: FC<{ review: Review; kind: string; title: string; lead: string; children?: Child }> = ({
  review,
  kind,
  title,
  lead,
  children,
}) => (
  <form
    class={`card decision ${kind}`}
    method="post"
    action={`/desk/applications/${review.applicationId}/decision`}
    data-decision
    aria-labelledby={`decision-${kind}`}
  >
    <h3 id={`decision-${kind}`}>{title}</h3>
    <p class="soft">{lead}</p>
    <input type="hidden" name="decision" value={kind} />
    <input type="hidden" name="version" value={review.version} />
    {children}
  </form>
)

const Accounts: FC<{ review: Review; t: DeskTexts }> = ({ review, t }) => {
  if (review.accounts.length === 0) return <p class="late">{t.noAccounts}</p>
  return (
    <fieldset>
      <legend>{t.account}</legend>
      {review.accounts.map((account) => (
        <label class="choice">
          <input type="radio" name="account" value={account.id} checked={account.isNamed} required />
          <span>
            <b>{account.name}</b> {account.isNamed && <span class="tag">{t.named}</span>}
            <small>
              {t.holder} {account.holderName ?? t.noHolder}
            </small>
          </span>
        </label>
      ))}
      {review.values.reason === 'personnelChange' && (
        <p class="hint">{t.newHolder(review.values.applicantName)}</p>
      )}
    </fieldset>
  )
}

const Checklist: FC<{ language: Language }> = ({ language }) => (
  <fieldset>
    <legend>{deskTexts[language].checklist}</legend>
    {checklistItems.map((item) => (
      <label class="choice">
        <input type="checkbox" name="checklist" value={item} required />
        <span>{checklistNames[item][language]}</span>
      </label>
    ))}
  </fieldset>
)

const Reasons: FC<{
  name: ScanKind | 'reject'
  reasons: Readonly<Record<string, Readonly<Record<Language, string>>>>
  language: Language
}> = ({ name, reasons, language }) =>
  Object.entries(reasons).map(([id, words]) => (
    <label class="choice">
      <input type="checkbox" name={name} value={id} />
      <span>{words[language]}</span>
    </label>
  ))

const Note: FC<{ name: string; label: string }> = ({ name, label }) => (
  <label>
    {label}
    <textarea name={name} rows={2} maxlength={maxNoteLength} />
  </label>
)
