import { type DayRange, maxFigureDays } from '../../../core/oversight.ts'
import { dayLength, shanghaiDate } from '../../../core/shanghaiTime.ts'

const defaultDays = 30

/** A date as `<input type=date>` sends it, that the calendar has. */
export const parseDay = (text: string): string | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) ? text : undefined
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayLength

/** The range asked for; the last 30 days when none was, or one that cannot be shown. */
export const dayRange = (
  asked: { readonly from: string; readonly to: string },
  now: Date,
): DayRange & { readonly isRefused: boolean } => {
  const [from, to] = [parseDay(asked.from), parseDay(asked.to)]
  if (from !== undefined && to !== undefined) {
    const span = daysBetween(from, to)
    if (span >= 0 && span < maxFigureDays) return { from, to, isRefused: false }
  }
  return {
    from: shanghaiDate(new Date(now.getTime() - (defaultDays - 1) * dayLength)),
    to: shanghaiDate(now),
    isRefused: asked.from !== '' || asked.to !== '',
  }
}
