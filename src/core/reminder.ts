import { dayLength, splitShanghai } from './shanghaiTime.ts'

/** Days after which an applicant whose scans are awaited is reminded. */
const reminderDays = 3

const hour = 60 * 60_000
/** Nobody's telephone rings at night for this. */
const [firstHour, lastHour] = [9 * hour, 20 * hour]

/**
 * Who has kept the desk waiting since before this moment is to be reminded now; undefined at an hour of Shanghai when
 * nobody is.
 */
export const remindedBefore = (now: Date): Date | undefined => {
  const { time } = splitShanghai(now)
  return time >= firstHour && time < lastHour ? new Date(now.getTime() - reminderDays * dayLength) : undefined
}
