import { type FourEyesRule, fourEyesRules } from '../../../core/fourEyes.ts'
import { document, type Notice, type Page } from '../layout.tsx'
import { ruleTexts } from './names.ts'
import { accountTexts } from './texts.ts'

export const policyPage = ({
  rules,
  isAlone,
  ...page
}: Page & {
  readonly rules: Readonly<Record<FourEyesRule, boolean>>
  /** Fewer than two people may review. */
  readonly isAlone: boolean
  readonly notice?: Notice
}) => {
  const t = accountTexts[page.language]
  return document({
    ...page,
    title: t.policy,
    children: (
      <>
        <h1>{t.policy}</h1>
        {isAlone && <p class="notice wait">{t.policyAlone}</p>}
        <form class="card panel stack" method="post" action="/desk/policy">
          <fieldset>
            <legend>{t.policyLead}</legend>
            {fourEyesRules.map((rule) => (
              <label class="choice">
                <input type="checkbox" name="rule" value={rule} checked={rules[rule]} />
                <span>
                  {ruleTexts[rule].name[page.language]}
                  <small>{ruleTexts[rule].lead[page.language]}</small>
                </span>
              </label>
            ))}
          </fieldset>
          <button class="primary">{t.save}</button>
        </form>
      </>
    ),
  })
}
