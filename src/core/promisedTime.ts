import { dayLength, joinShanghai, splitShanghai } from './shanghaiTime.ts'
import { isWorkingDay, nextWorkingDay } from './workCalendar.ts'

/**
 * When an application sent at `submittedAt` is due, one working day later in the Chinese work calendar (R10, R12):
 * the same time of day on the next working day.
 *
 * On a day without work nothing counts until work begins again, so the whole of the first working day is there for
 * it: due in its last millisecond, which reads 23:59 and lies on the day that was promised (midnight would read as
 * the day after). That is as if it had been sent in the last millisecond of the working day before, so what is sent
 * later is never due earlier.
 */
export const promisedTime = (submittedAt: Date): Date => {
  const { day, time } = splitShanghai(submittedAt)
  return joinShanghai(nextWorkingDay(day), isWorkingDay(submittedAt) ? time : dayLength - 1)
}

/** What counts of the day of a moment, in milliseconds, before and from that moment: all of a working day, else nothing. */
const ofItsDay = (moment: Date): { readonly before: number; readonly after: number } => {
  const { time } = splitShanghai(moment)
  return isWorkingDay(moment) ? { before: time, after: dayLength - time } : { before: 0, after: 0 }
}

/** The milliseconds on working days from one moment to the other; less than nothing when `to` is the earlier. */
export const workingTimeBetween = (from: Date, to: Date): number => {
  if (to < from) return -workingTimeBetween(to, from)
  const lastDay = splitShanghai(to).day
  let between = 0
  let day = splitShanghai(from).day
  if (day === lastDay) return ofItsDay(to).before - ofItsDay(from).before
  for (day = nextWorkingDay(day); day < lastDay; day = nextWorkingDay(day)) between += dayLength
  return ofItsDay(from).after + between + ofItsDay(to).before
}

/**
 * The least that is promised for scans sent again: the desk has to see them first, and a time already over would be no
 * promise. In milliseconds.
 */
export const leastPromise = 60 * 60 * 1000

/**
 * When an application is due whose promise was paused while its scans were asked for again: as much working time after
 * `resubmittedAt` as was left then, in milliseconds.
 */
export const resumedPromise = (resubmittedAt: Date, left: number): Date => {
  let remaining = Math.max(left, leastPromise)
  let { day } = splitShanghai(resubmittedAt)
  const { before, after } = ofItsDay(resubmittedAt)
  if (remaining < after) return joinShanghai(day, before + remaining)
  remaining -= after
  for (day = nextWorkingDay(day); remaining > dayLength; day = nextWorkingDay(day)) remaining -= dayLength
  return joinShanghai(day, Math.min(remaining, dayLength - 1))
}
