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
