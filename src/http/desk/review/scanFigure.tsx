import type { FC } from 'hono/jsx'
import type { Language, ScanKind } from '../../../core/application.ts'
import type { ReviewScan } from '../../../core/deskReview.ts'
import { scanNames } from '../texts.ts'
import { warningTexts } from './names.ts'
import type { ReviewProps } from './reviewPage.tsx'
import { scanPath } from './scanAddress.ts'
import { seenPlaces } from './scanPlaces.ts'
import { reviewTexts } from './texts.ts'

/** One scan: a picture, which the viewer turns into one to zoom, pan and turn. */
export const ScanFigure: FC<ReviewProps & { kind: ScanKind }> = ({
  review,
  kind,
  language,
  layout,
  addresses,
}) => {
  const t = reviewTexts[language]
  const scan = review.scans[kind]
  const name = scanNames[kind][language]
  if (!scan)
    return (
      <figure class={`card scan ${kind}`}>
        <figcaption>
          <h2>{name}</h2>
        </figcaption>
        <p class="soft">{t.noScan}</p>
      </figure>
    )
  const original = `${scanPath({ applicationId: review.applicationId, scanId: scan.id, copy: 'original' })}/open`
  const marks = seenPlaces(scan, layout).map(({ what, upright, original: sent }) => ({
    label: t.machineSaw[what],
    upright: [upright.x, upright.y, upright.width, upright.height],
    original: [sent.x, sent.y, sent.width, sent.height],
  }))
  return (
    <figure
      class={`card scan ${kind}`}
      data-scan={kind}
      data-marks={JSON.stringify(marks)}
      data-original={original}
      data-unshown={t.unshown}
    >
      <figcaption>
        <h2>{name}</h2>
        <div class="tools" role="toolbar" aria-label={t.toolsOf(name)} data-tools hidden>
          <Tool action="out" shortcut="-" label={t.zoomOut} />
          <Tool action="in" shortcut="+" label={t.zoomIn} />
          <Tool action="whole" shortcut="0" label={t.whole} />
          <Tool action="turn" shortcut="t" label={t.turn} />
          {marks.length > 0 && <Tool action="marks" shortcut="m" label={t.marks} pressed={true} />}
          <Tool action="original" shortcut="o" label={t.original} pressed={false} />
        </div>
        <a href={original} target="_blank" rel="noopener" data-key="w" aria-keyshortcuts="w">
          {t.openOriginal}
          <span class="hidden">: {name}</span>
        </a>
      </figcaption>
      <div class="stage" data-stage data-label={t.stageOf(name)}>
        <img src={addresses[kind]} alt={name} fetchpriority="high" />
      </div>
      <Hints scan={scan} language={language} />
    </figure>
  )
}

/** Drawn, for fonts differ in which signs they have: paths of SVG in a square of 24. */
const signs = {
  out: 'M5 12h14',
  in: 'M5 12h14M12 5v14',
  whole: 'M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7',
  turn: 'M20 12a8 8 0 1 1-2.6-5.9M18.5 2v5h-5',
  marks: 'M4 4h16v16H4zM9 9h6v6H9z',
  original: 'M8 8h12v12H8zM4 16V4h12',
} as const

const Tool: FC<{ action: keyof typeof signs; shortcut: string; label: string; pressed?: boolean }> = ({
  action,
  shortcut,
  label,
  pressed,
}) => (
  <button
    type="button"
    title={`${label} (${shortcut})`}
    aria-label={label}
    aria-keyshortcuts={shortcut}
    data-do={action}
    data-key={shortcut}
    {...(pressed !== undefined && { 'aria-pressed': pressed ? 'true' : 'false' })}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={signs[action]} />
    </svg>
  </button>
)

/** What the machine doubts, whether the applicant was told and sent it all the same, and where else the picture was sent. */
const Hints: FC<{ scan: ReviewScan; language: Language }> = ({ scan, language }) => {
  const { warnings, tries, reading, elsewhere } = scan
  const t = reviewTexts[language]
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
      {warnings.length > 0 && <p class="soft">{tries > 0 ? t.sentAnyway(tries) : t.readLater}</p>}
    </div>
  )
}
