import { fault, fine, type Finding, warning } from './finding.ts'

/** Milliseconds since 1970 between which something was read. */
export interface Span {
  readonly earliest: number
  readonly latest: number
}

export interface ClockReading {
  /** “the database”, “Telegram”. */
  readonly whose: string
  readonly theirs: Span
  /** Ours before asking and after the answer. */
  readonly ours: Span
}

const warningMs = 2_000
const faultMs = 30_000

/** One-time codes and promised times are reckoned by clocks, so ours and the others’ have to agree. */
export const judgeClock = (readings: readonly ClockReading[]): readonly Finding[] => {
  if (readings.length === 0) return [warning('clock', 'There is no other clock to compare this one with.')]
  const apart = readings.filter((reading) => gapMs(reading) >= warningMs)
  if (apart.length === 0)
    return [fine('clock', `This clock agrees with ${readings.map(({ whose }) => whose).join(' and ')}.`)]
  return apart.map((reading) => {
    const seconds = Math.round(gapMs(reading) / 1000)
    const judge = gapMs(reading) >= faultMs ? fault : warning
    return judge(
      'clock',
      `This clock and that of ${reading.whose} are at least ${seconds} seconds apart.`,
      'Let NTP set both (timedatectl set-ntp true).',
    )
  })
}

/** At least so far apart: slow answers and coarse clocks leave room for more, never for less. */
const gapMs = ({ theirs, ours }: ClockReading): number =>
  Math.max(0, ours.earliest - theirs.latest, theirs.earliest - ours.latest)

/** The span that an HTTP `Date` header names, which counts whole seconds (RFC 9110, 5.6.7). */
export const spanOfDateHeader = (header: string | null): Span | undefined => {
  const earliest = Date.parse(header ?? '')
  return Number.isNaN(earliest) ? undefined : { earliest, latest: earliest + 1_000 }
}
