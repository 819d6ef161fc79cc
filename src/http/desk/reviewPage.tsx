import type { FC } from 'hono/jsx'
import { type Language, type ScanKind, scanKinds } from '../../core/application.ts'
import type { Review, ReviewScan } from '../../core/deskReview.ts'
import { groupFormNumber } from '../../core/formNumber.ts'
import { DecisionForms } from './decisionForms.tsx'
import { document, type Notice, type Page } from './layout.tsx'
import { clock, Due, Moment } from './moments.tsx'
import { actionNames, deskTexts, idTypeNames, reasonNames, scanNames, warningTexts } from './texts.ts'

type ReviewProps = Page & { readonly review: Review; readonly now: Date }

/** One application, to decide on: values beside the scans, then the decisions (R13). */
export const reviewPage = (props: ReviewProps & { readonly notice?: Notice }) => {
  const { review, now, language } = props
  const t = deskTexts[language]
  return document({
    ...props,
    title: t.review,
    children: (
      <>
        <LeaseBar {...props} />
        <div class="lead">
          <div>
            <h1>{review.unit.fullName}</h1>
            <p class="soft">
              {t.submittedAt} <Moment at={review.submittedAt} /> · {t.promised}{' '}
              <Moment at={review.promisedAt} /> <Due promisedAt={review.promisedAt} now={now} t={t} />
            </p>
          </div>
          <UnitMarks {...props} />
        </div>
        <div class="beside">
          <Values {...props} />
          <section class="scans" aria-label={t.scans}>
            {scanKinds.map((kind) => (
              <Scan kind={kind} {...props} />
            ))}
          </section>
        </div>
        <DecisionForms review={review} language={language} />
        <History {...props} />
      </>
    ),
  })
}

/** Says nothing of an application that the reviewer does not hold but how to take it. */
export const notHeldPage = (
  props: Page & { readonly notice: Notice; readonly applicationId: string; readonly canTake: boolean },
) => {
  const t = deskTexts[props.language]
  return document({
    ...props,
    title: t.notHeldTitle,
    children: (
      <div class="card narrow">
        <h1>{t.notHeldTitle}</h1>
        {props.canTake && (
          <form method="post" action={`/desk/applications/${props.applicationId}/take`}>
            <button class="primary">{t.takeThis}</button>
          </form>
        )}
        <a href="/desk">{t.backToQueue}</a>
      </div>
    ),
  })
}

const LeaseBar: FC<ReviewProps> = ({ review, now, language }) => {
  const t = deskTexts[language]
  const path = `/desk/applications/${review.applicationId}`
  const seconds = Math.max(0, Math.floor((review.leaseUntil.getTime() - now.getTime()) / 1000))
  return (
    <section class="lease" data-lease={seconds} data-over={t.leaseOver}>
      <p>
        {t.leaseUntil} <b data-until>{clock(review.leaseUntil)}</b>
        <span class="countdown" data-countdown hidden>
          {t.remaining} <b data-left />
        </span>
      </p>
      <form method="post" action={`${path}/renew`} data-renew>
        <button>{t.renew}</button>
      </form>
      <form method="post" action={`${path}/release`}>
        <button>{t.release}</button>
      </form>
    </section>
  )
}

const UnitMarks: FC<ReviewProps> = ({ review: { unit }, language }) => {
  const t = deskTexts[language]
  return (
    <p class="marks">
      {unit.region !== undefined && (
        <span>
          {t.region} {unit.region}
        </span>
      )}
      {unit.isSample && <span class="mark-sample">{t.sample}</span>}
      {unit.state === 'underReview' && <strong class="late">{t.unitUnderReview}</strong>}
      {unit.state === 'turnedDown' && <strong class="late">{t.unitTurnedDown}</strong>}
    </p>
  )
}

const Values: FC<ReviewProps> = ({ review: { values, formNumber }, language }) => {
  const t = deskTexts[language]
  const given: readonly (readonly [string, string | undefined])[] = [
    [t.applicantName, values.applicantName],
    [t.idType, idTypeNames[values.idType][language]],
    [t.idNumber, values.idNumber],
    [t.mobile, values.mobile],
    [t.emailAddress, values.email],
    [t.department, values.department],
    [t.officePhone, values.officePhone],
    [t.accountName, values.accountName],
    [t.accountHolderName, values.accountHolderName],
    [t.reason, reasonNames[values.reason][language]],
    ...(values.reason === 'other' ? [[t.reasonText, values.reasonText] as const] : []),
    [t.formNumber, groupFormNumber(formNumber)],
  ]
  return (
    <section class="card values" aria-labelledby="values">
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

const Scan: FC<ReviewProps & { kind: ScanKind }> = ({ review, kind, language }) => {
  const t = deskTexts[language]
  const scan = review.scans[kind]
  const name = scanNames[kind][language]
  if (!scan)
    return (
      <figure class="card scan">
        <figcaption>
          <h2>{name}</h2>
        </figcaption>
        <p class="soft">{t.noScan}</p>
      </figure>
    )
  const source = `/desk/applications/${review.applicationId}/scans/${scan.id}`
  return (
    <figure class="card scan">
      <figcaption>
        <h2>{name}</h2>
        <a href={source} target="_blank" rel="noopener">
          {t.openScan}
          <span class="hidden">: {name}</span>
        </a>
      </figcaption>
      {scan.isStraightened ? (
        <img src={`${source}/upright`} alt={name} />
      ) : (
        <img src={source} alt={name} width={scan.width} height={scan.height} />
      )}
      <Hints scan={scan} language={language} />
    </figure>
  )
}

/** What the machine doubts, that the applicant sent it all the same, and where else the picture was sent. */
const Hints: FC<{ scan: ReviewScan; language: Language }> = ({ scan, language }) => {
  const { warnings, tries, reading, elsewhere } = scan
  const t = deskTexts[language]
  if (warnings.length === 0 && reading !== undefined && elsewhere.length === 0) return <></>
  return (
    <div class="hints">
      <h3>{t.machineHelp}</h3>
      <ul>
        {reading === undefined && warnings.length === 0 && <li>{t.notRead}</li>}
        {[...new Set(warnings.map(({ kind }) => kind))].map((kind) => (
          <li>{warningTexts[kind][language]}</li>
        ))}
        {elsewhere.map(({ applicationId, isExact }) => (
          <li>
            <strong class="late">{isExact ? t.samePicture : t.alikePicture}</strong>{' '}
            <a href={`/desk/applications/${applicationId}`}>{applicationId.slice(0, 8)}</a>
          </li>
        ))}
      </ul>
      {warnings.length > 0 && <p class="soft">{t.sentAnyway(tries)}</p>}
    </div>
  )
}

const History: FC<ReviewProps> = ({ review, language }) => {
  const t = deskTexts[language]
  return (
    <details class="card history">
      <summary>
        {t.history} <span class="soft">{review.history.length}</span>
      </summary>
      <ol>
        {review.history.map(({ at, actor, action }) => (
          <li>
            <Moment at={at} /> <b>{actionNames[action]?.[language] ?? action}</b>{' '}
            <span class="soft">{typeof actor === 'string' ? t[actor] : actor.reviewer}</span>
          </li>
        ))}
      </ol>
    </details>
  )
}
