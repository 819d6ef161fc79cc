import type { FC } from 'hono/jsx'
import type { AuditLine, Oversight } from '../../../core/oversight.ts'
import { may } from '../../../core/role.ts'
import { document, type Page } from '../layout.tsx'
import { Moment } from '../moments.tsx'
import { actionNames } from '../texts.ts'
import { type OversightTexts, oversightTexts } from './texts.ts'

/** As typed and chosen; '' for all. */
export interface FilterFields {
  readonly actor: string
  readonly action: string
  readonly application: string
  readonly from: string
  readonly to: string
}

interface AuditProps extends Page {
  readonly fields: FilterFields
  readonly isRefused: boolean
  readonly keys: Awaited<ReturnType<Oversight['auditKeys']>>
  readonly lines: readonly AuditLine[]
  /** The fields as an address carries them. */
  readonly query: string
  readonly olderThan: string | undefined
  readonly isNewest: boolean
}

/** Who did what and when; nothing personal is in a line. */
export const auditPage = (props: AuditProps) => {
  const { language, lines, query, olderThan, isNewest, isRefused } = props
  const t = oversightTexts[language]
  return document({
    ...props,
    title: t.audit,
    ...(isRefused && { notice: { tone: 'refused', text: t.badFilter } }),
    children: (
      <>
        <div class="lead">
          <div>
            <h1>{t.audit}</h1>
            <p class="soft">{t.auditLead}</p>
          </div>
          {!isRefused && (
            <a class="button" href={`/desk/audit/export.jsonl?${query}`} download>
              {t.exportLines}
            </a>
          )}
        </div>
        <FilterForm {...props} />
        {lines.length === 0 ? (
          <p class="card empty">{t.noLines}</p>
        ) : (
          <div class="card scroll" tabindex={0} role="region" aria-label={t.audit}>
            <table class="log">
              <thead>
                <tr>
                  <th scope="col">#</th>
                  <th scope="col">{t.when}</th>
                  <th scope="col">{t.who}</th>
                  <th scope="col">{t.what}</th>
                  <th scope="col">{t.application}</th>
                  <th scope="col">{t.detail}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <Line line={line} {...props} t={t} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {(olderThan !== undefined || !isNewest) && (
          <nav class="pages" aria-label={t.audit}>
            {!isNewest && <a href={`/desk/audit?${query}`}>{t.newest}</a>}
            {olderThan !== undefined && <a href={`/desk/audit?${query}&before=${olderThan}`}>{t.older}</a>}
          </nav>
        )}
      </>
    ),
  })
}

const ownNames = ['applicant', 'service', 'retention', 'operator'] as const

const actorText = (id: string, name: string | undefined, t: OversightTexts): string => {
  const own = ownNames.find((each) => each === id)
  if (own !== undefined) return t[own]
  // marked, as a token may be called like a person
  return name !== undefined && id.startsWith('token:') ? t.token(name) : (name ?? id)
}

const Line: FC<Pick<Page, 'language' | 'reviewer'> & { line: AuditLine; t: OversightTexts }> = ({
  line,
  language,
  reviewer,
  t,
}) => (
  <tr>
    <td>{line.seq}</td>
    <td>
      <Moment at={line.at} />
    </td>
    <td>{actorText(line.actor, line.name, t)}</td>
    <td>{actionNames[line.action]?.[language] ?? line.action}</td>
    <td>
      {line.applicationId !== undefined && (
        <a href={`/desk/audit?application=${line.applicationId}`}>
          <code>{line.applicationId.slice(0, 8)}</code>
        </a>
      )}{' '}
      {line.applicationId !== undefined && reviewer && may(reviewer.role, 'seeRecords') && (
        <a
          href={`/desk/applications/${line.applicationId}/record`}
          aria-label={t.recordOf(line.applicationId.slice(0, 8))}
        >
          {t.record}
        </a>
      )}
    </td>
    <td>
      <code class="detail">{detailText(line.detail)}</code>
    </td>
  </tr>
)

const detailText = (detail: unknown): string => {
  const text = JSON.stringify(detail)
  return text === '{}' ? '' : text
}

const FilterForm: FC<AuditProps> = ({ fields, keys, language }) => {
  const t = oversightTexts[language]
  return (
    <form class="card filter" method="get" action="/desk/audit">
      <label>
        {t.who}
        <select name="actor">
          <option value="">{t.anyone}</option>
          {keys.actors.map(({ id, name }) => (
            <option value={id} selected={id === fields.actor}>
              {actorText(id, name, t)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.what}
        <select name="action">
          <option value="">{t.anything}</option>
          {keys.actions.map((action) => (
            <option value={action} selected={action === fields.action}>
              {actionNames[action]?.[language] ?? action}
            </option>
          ))}
        </select>
      </label>
      <label class="wide">
        {t.applicationId}
        <input name="application" value={fields.application} maxlength={36} autocomplete="off" />
      </label>
      <label>
        {t.from}
        <input type="date" name="from" value={fields.from} />
      </label>
      <label>
        {t.to}
        <input type="date" name="to" value={fields.to} />
      </label>
      <button class="primary">{t.filter}</button>
      <a href="/desk/audit">{t.clear}</a>
    </form>
  )
}
