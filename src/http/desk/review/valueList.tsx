import type { FC } from 'hono/jsx'
import { type ScanKind, scanKinds } from '../../../core/application.ts'
import { type SensitiveField, sensitiveFields } from '../../../core/deskMask.ts'
import { groupFormNumber } from '../../../core/formNumber.ts'
import type { FormField } from '../../../core/formShape.ts'
import { idTypeNames, reasonNames, sensitiveNames } from './names.ts'
import type { ReviewProps } from './reviewPage.tsx'
import { boxText, valuePlaces } from './scanPlaces.ts'
import { reviewTexts } from './texts.ts'

/** What was typed, value by value, each beside its own piece of the scans. */
export const ValueList: FC<ReviewProps> = (props) => {
  const { review, language, layout, revealed } = props
  const { values, formNumber, unit } = review
  const t = reviewTexts[language]
  const given: readonly (readonly [FormField | 'formNumber', string, string | undefined])[] = [
    ['unitName', t.fullName, unit.fullName],
    ['applicantName', t.applicantName, values.applicantName],
    ['idType', t.idType, idTypeNames[values.idType][language]],
    ['idNumber', t.idNumber, values.idNumber],
    ['mobile', t.mobile, values.mobile],
    ['email', t.emailAddress, values.email],
    ['accountName', t.accountName, values.accountName],
    ['accountHolderName', t.accountHolderName, values.accountHolderName],
    ['reason', t.reason, reasonNames[values.reason][language]],
    ...(values.reason === 'other' ? [['reasonText', t.reasonText, values.reasonText] as const] : []),
    ['department', t.department, values.department],
    ['officePhone', t.officePhone, values.officePhone],
    ['formNumber', t.formNumber, groupFormNumber(formNumber)],
  ]
  const placesOf = valuePlaces(review.scans, layout)
  return (
    <section class="card values" aria-labelledby="values">
      <h2 id="values">{t.values}</h2>
      <dl>
        {given.map(([field, label, value]) => {
          const sensitive = sensitiveFields.find((each) => each === field)
          const shown = sensitive && revealed?.field === sensitive ? revealed.value : value
          const places = placesOf(field)
          return (
            <div>
              <dt>{label}</dt>
              <dd class={value === undefined ? 'soft' : undefined}>
                <span class="typed" {...(sensitive && { 'data-masked': sensitive })}>
                  {shown ?? t.notGiven}
                </span>
                {sensitive && shown === value && <Reveal {...props} field={sensitive} />}
                <span class="crops">
                  {scanKinds.map((kind) => {
                    const place = places[kind]
                    return (
                      place && <Crop kind={kind} label={label} box={boxText(place)} language={language} />
                    )
                  })}
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

const Reveal: FC<ReviewProps & { field: SensitiveField }> = ({ review, field, language }) => {
  const t = reviewTexts[language]
  return (
    <form method="post" action={`/desk/applications/${review.applicationId}/reveal/${field}`} data-reveal>
      <button
        class="quiet"
        aria-label={t.revealOf(sensitiveNames[field][language])}
        data-key="v"
        aria-keyshortcuts="v"
      >
        {t.reveal}
      </button>
    </form>
  )
}

/** Drawn by the viewer from the picture it shows; hidden until then. */
const Crop: FC<{ kind: ScanKind; label: string; box: string } & Pick<ReviewProps, 'language'>> = ({
  kind,
  label,
  box,
  language,
}) => {
  const t = reviewTexts[language]
  return (
    <button
      class={`crop ${kind}`}
      type="button"
      data-crop={kind}
      data-box={box}
      aria-label={kind === 'form' ? t.showOnForm(label) : t.showOnCard(label)}
      hidden
    >
      <canvas aria-hidden="true" />
    </button>
  )
}
