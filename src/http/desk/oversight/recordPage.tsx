import type { FC } from 'hono/jsx'
import type { ApplicationRecord } from '../../../core/deskReview.ts'
import { document, type Page } from '../layout.tsx'
import { Moment } from '../moments.tsx'
import { idTypeNames, reasonNames } from '../review/names.ts'
import { History, PastDecisions } from '../review/record.tsx'
import { reviewTexts } from '../review/texts.ts'
import { deskTexts, stateNames } from '../texts.ts'
import { oversightTexts } from './texts.ts'

type RecordProps = Page & { readonly record: ApplicationRecord }

/** One application as an auditor reads it: its values masked, who decided what and when, and all that happened. */
export const recordPage = (props: RecordProps) => {
  const { record, language } = props
  const [desk, t] = [deskTexts[language], oversightTexts[language]]
  return document({
    ...props,
    title: t.record,
    children: (
      <>
        <div class="lead">
          <div>
            <h1>{record.unitName}</h1>
            <p class="soft">
              <span class={`state ${record.state}`}>{stateNames[record.state][language]}</span>{' '}
              {record.submittedAt && (
                <>
                  {reviewTexts[language].submittedAt} <Moment at={record.submittedAt} />
                </>
              )}{' '}
              {record.promisedAt && (
                <>
                  · {desk.promised} <Moment at={record.promisedAt} />
                </>
              )}
            </p>
            <p class="soft">{t.recordLead}</p>
          </div>
          <a class="button" href={`/desk/audit?application=${record.applicationId}`}>
            {t.audit}
          </a>
        </div>
        <Values {...props} />
        <PastDecisions review={record} language={language} />
        <History review={record} language={language} open />
      </>
    ),
  })
}

const Values: FC<RecordProps> = ({ record: { values }, language }) => {
  const [t, own] = [reviewTexts[language], oversightTexts[language]]
  if (!values) return <p class="card empty">{own.erased}</p>
  const given: readonly (readonly [string, string | undefined])[] = [
    [t.applicantName, values.applicantName],
    [t.idType, idTypeNames[values.idType][language]],
    [t.idNumber, values.idNumber],
    [t.mobile, values.mobile],
    [t.emailAddress, values.email],
    [t.accountName, values.accountName],
    [t.accountHolderName, values.accountHolderName],
    [t.reason, reasonNames[values.reason][language]],
    [t.department, values.department],
    [t.officePhone, values.officePhone],
  ]
  return (
    <section class="card record" aria-labelledby="values">
      <h2 id="values">{t.values}</h2>
      <dl>
        {given.map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd class={value === undefined ? 'soft' : undefined}>{value ?? t.notGiven}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
