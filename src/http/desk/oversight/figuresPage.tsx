import type { FC } from 'hono/jsx'
import { type Language, scanKinds } from '../../../core/application.ts'
import { rejectReasons, scanReasons } from '../../../core/deskReasons.ts'
import { type Figures, share, type Tally } from '../../../core/oversight.ts'
import { document, type Page } from '../layout.tsx'
import { scanNames } from '../texts.ts'
import type { dayRange } from './dayRange.ts'
import { type OversightTexts, oversightTexts } from './texts.ts'

interface FiguresProps extends Page {
  readonly range: ReturnType<typeof dayRange>
  readonly figures: Figures
}

/** Plots are drawn by script from the table below them, so both always say the same. */
export const figuresPage = (props: FiguresProps) => {
  const { language, range, figures } = props
  const t = oversightTexts[language]
  const links = { range, t }
  return document({
    ...props,
    title: t.figures,
    script: 'plots',
    ...(range.isRefused && { notice: { tone: 'refused', text: t.badRange } }),
    children: (
      <>
        <div class="lead">
          <div>
            <h1>{t.figures}</h1>
            <p class="soft">{t.rangeLead}</p>
          </div>
          <RangeForm {...props} />
        </div>
        <Totals total={figures.total} t={t} />
        <section class="plots" data-plots-of="days" aria-label={t.plotNote}>
          {(['flow', 'time', 'share'] as const).map((plot) => (
            <figure class="card plot" data-plot={plot} hidden>
              <figcaption>
                <h2>{{ flow: t.plotFlow, time: t.plotTime, share: t.plotShare }[plot]}</h2>
              </figcaption>
            </figure>
          ))}
        </section>
        <Table id="days" title={t.byDay} {...links}>
          <TallyTable
            id="days"
            first={t.day}
            rows={figures.days.map((day) => ({ name: day.day, tally: day, submitted: day.submitted }))}
            t={t}
          />
        </Table>
        <Table id="reviewers" title={t.byReviewer} {...links}>
          <TallyTable
            id="reviewers"
            first={t.reviewer}
            rows={figures.reviewers.map((tally) => ({ name: tally.name, tally }))}
            t={t}
          />
        </Table>
        <div class="halves">
          <Table id="reasons" title={t.reasons} {...links}>
            <CountTable
              first={t.reason}
              rows={figures.total.reasons.map(({ reason, count }) => [reasonText(reason, language), count])}
              t={t}
            />
          </Table>
          <Table id="scans" title={t.scansAsked} {...links}>
            <CountTable
              first={t.scan}
              rows={figures.total.scans.map(({ scan, count }) => [scanNames[scan][language], count])}
              t={t}
            />
          </Table>
        </div>
        <Table id="reasons-by-day" also="scans-by-day" title={t.askedByDay} {...links}>
          <AskedTable
            first={t.day}
            rows={figures.days.map((tally) => ({ name: tally.day, tally }))}
            language={language}
          />
        </Table>
        <Table id="reasons-by-reviewer" also="scans-by-reviewer" title={t.askedByReviewer} {...links}>
          <AskedTable
            first={t.reviewer}
            rows={figures.reviewers.map((tally) => ({ name: tally.name, tally }))}
            language={language}
          />
        </Table>
      </>
    ),
  })
}

const catalogue: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  ...rejectReasons,
  ...Object.fromEntries(
    Object.entries(scanReasons).flatMap(([kind, reasons]) =>
      Object.entries(reasons).map(([id, words]) => [`${kind}.${id}`, words]),
    ),
  ),
}

/** An id that a later catalogue has no more is shown as it is. */
const reasonText = (id: string, language: Language): string => catalogue[id]?.[language] ?? id

const RangeForm: FC<FiguresProps> = ({ range, language }) => {
  const t = oversightTexts[language]
  return (
    <form class="range" method="get" action="/desk/figures" aria-label={t.range}>
      <label>
        {t.from} <input type="date" name="from" value={range.from} required />
      </label>
      <label>
        {t.to} <input type="date" name="to" value={range.to} required />
      </label>
      <button>{t.show}</button>
    </form>
  )
}

const percent = (part: number, whole: number): string => {
  const value = share(part, whole)
  return value === undefined ? '–' : `${(100 * value).toFixed(value === 1 ? 0 : 1)}%`
}

const lasting = (minutes: number | undefined, t: OversightTexts): string =>
  minutes === undefined ? '–' : t.minutes(minutes)

const Totals: FC<{ total: Figures['total']; t: OversightTexts }> = ({ total, t }) => (
  <dl class="totals">
    {(
      [
        [t.submitted, String(total.submitted)],
        [t.decided, String(total.decided)],
        [t.median, lasting(total.medianMinutes, t)],
        [t.p95, lasting(total.p95Minutes, t)],
        [t.inside, percent(total.insidePromise, total.decided)],
        [t.firstTry, percent(total.approvedFirstTry, total.approved)],
      ] as const
    ).map(([label, value]) => (
      <div class="card">
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

/** `id` names its CSV; `also` another one, of the scans beside that of the reasons. */
const Table: FC<{
  id: string
  also?: string
  title: string
  range: FiguresProps['range']
  t: OversightTexts
  children?: unknown
}> = ({ id, also, title, range, t, children }) => (
  <div class="card figures">
    <header>
      <h2 id={`${id}-title`}>{title}</h2>
      <p>
        {[
          { file: id, what: also === undefined ? t.csv : t.csvReasons },
          ...(also === undefined ? [] : [{ file: also, what: t.csvScans }]),
        ].map(({ file, what }) => (
          <a href={`/desk/figures/${file}.csv?from=${range.from}&to=${range.to}`} download>
            {what}
            <span class="hidden">: {title}</span>
          </a>
        ))}
      </p>
    </header>
    <div class="scroll" tabindex={0} role="region" aria-labelledby={`${id}-title`}>
      {children}
    </div>
  </div>
)

const TallyTable: FC<{
  id: string
  first: string
  rows: readonly { readonly name: string; readonly tally: Tally; readonly submitted?: number }[]
  t: OversightTexts
}> = ({ id, first, rows, t }) => {
  const hasSubmitted = rows.some(({ submitted }) => submitted !== undefined)
  if (rows.length === 0) return <p class="soft">{t.none}</p>
  return (
    <table class="tally" id={id}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {hasSubmitted && <th scope="col">{t.submitted}</th>}
          {[t.decided, t.approved, t.requested, t.rejected, t.median, t.p95, t.inside, t.firstTry].map(
            (name) => (
              <th scope="col">{name}</th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, tally, submitted }) => (
          <tr>
            <th scope="row">{name}</th>
            {hasSubmitted && <td data-value={submitted}>{submitted}</td>}
            <td data-value={tally.decided}>{tally.decided}</td>
            <td>{tally.approved}</td>
            <td>{tally.requested}</td>
            <td>{tally.rejected}</td>
            <td data-value={tally.medianMinutes}>{lasting(tally.medianMinutes, t)}</td>
            <td data-value={tally.p95Minutes}>{lasting(tally.p95Minutes, t)}</td>
            <td data-value={share(tally.insidePromise, tally.decided)}>
              {percent(tally.insidePromise, tally.decided)}
            </td>
            <td data-value={share(tally.approvedFirstTry, tally.approved)}>
              {percent(tally.approvedFirstTry, tally.approved)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const CountTable: FC<{
  first: string
  rows: readonly (readonly [string, number])[]
  t: OversightTexts
}> = ({ first, rows, t }) => {
  const most = Math.max(1, ...rows.map(([, count]) => count))
  if (rows.length === 0) return <p class="soft">{t.nothingAsked}</p>
  return (
    <table class="tally">
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{t.count}</th>
          <th aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, count]) => (
          <tr>
            <th scope="row">{name}</th>
            <td>{count}</td>
            <td aria-hidden="true">
              <meter min={0} max={most} value={count} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Without the rows where nothing was asked for again or rejected. */
const AskedTable: FC<{
  first: string
  rows: readonly { readonly name: string; readonly tally: Tally }[]
  language: Language
}> = ({ first, rows, language }) => {
  const t = oversightTexts[language]
  const told = rows.filter(({ tally }) => tally.reasons.length > 0 || tally.scans.length > 0)
  if (told.length === 0) return <p class="soft">{t.nothingAsked}</p>
  return (
    <table class="tally">
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {scanKinds.map((kind) => (
            <th scope="col">{scanNames[kind][language]}</th>
          ))}
          <th scope="col" class="reasons">
            {t.reasons}
          </th>
        </tr>
      </thead>
      <tbody>
        {told.map(({ name, tally }) => (
          <tr>
            <th scope="row">{name}</th>
            {scanKinds.map((kind) => (
              <td>{tally.scans.find(({ scan }) => scan === kind)?.count ?? 0}</td>
            ))}
            <td class="reasons">
              <ul>
                {tally.reasons.map(({ reason, count }) => (
                  <li>
                    {reasonText(reason, language)} <b>× {count}</b>
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
