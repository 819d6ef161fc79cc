import type { FC } from 'hono/jsx'
import { formatShanghai } from '../../core/shanghaiTime.ts'
import type { DeskTexts } from './texts.ts'

/** A moment as the desk writes it: Shanghai's clock, to the minute. */
export const Moment: FC<{ at: Date; clockOnly?: boolean }> = ({ at, clockOnly }) => (
  <time datetime={at.toISOString()}>{clockOnly ? clock(at) : formatShanghai(at)}</time>
)

/** `17:30` in Shanghai. */
export const clock = (at: Date): string => formatShanghai(at).slice(-5)

/** `3 h`, from a length in milliseconds; the largest unit that it fills. */
export const span = (milliseconds: number, t: DeskTexts): string => {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000)
  if (minutes < 60) return t.minutes(minutes)
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? t.hours(hours) : t.days(Math.floor(hours / 24))
}

/** How long the promise still runs, or by how much it is missed. */
export const Due: FC<{ promisedAt: Date; now: Date; t: DeskTexts }> = ({ promisedAt, now, t }) => {
  const left = promisedAt.getTime() - now.getTime()
  return left <= 0 ? (
    <strong class="late">{t.lateBy(span(left, t))}</strong>
  ) : (
    <span class="soft">{t.dueIn(span(left, t))}</span>
  )
}
