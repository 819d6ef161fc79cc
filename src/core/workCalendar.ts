import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

import { joinShanghai, shanghaiDate, splitShanghai } from './shanghaiTime.ts'

/*
 * Only the data of chinese-days is used: its functions read the date in the local time zone of the host, and are a
 * day off west of Greenwich.
 */
const holidays: Readonly<Record<string, string>> = calendar.holidays
const makeUpWorkdays: Readonly<Record<string, string>> = calendar.workdays

/**
 * The statutory holidays on fixed solar dates (State Council decree 795, in force since 2025). They hold in every
 * year, also before its arrangement is published each November; the lunar ones and the make-up workdays do not.
 */
const fixedHolidays: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

/** Whether the year's holidays and make-up workdays are at hand; otherwise Monday to Friday less the fixed holidays. */
export const calendarKnown = (year: number): boolean => Object.hasOwn(holidays, `${year}-10-01`)

const worksOn = (date: string, weekday: number): boolean => {
  if (Object.hasOwn(makeUpWorkdays, date)) return true
  if (Object.hasOwn(holidays, date) || weekday === 0 || weekday === 6) return false
  return calendarKnown(Number(date.slice(0, 4))) || !fixedHolidays.has(date.slice(5))
}

/** `day` counts from 1970-01-01, a Thursday. */
const dayWorks = (day: number): boolean =>
  worksOn(shanghaiDate(joinShanghai(day, 0)), (((day + 4) % 7) + 7) % 7)

/** Whether people work in mainland China on the Shanghai day that this moment lies in. */
export const isWorkingDay = (moment: Date): boolean => dayWorks(splitShanghai(moment).day)

/** The first working day after `day`, both in days since 1970-01-01 in Shanghai. */
export const nextWorkingDay = (day: number): number => (dayWorks(day + 1) ? day + 1 : nextWorkingDay(day + 1))
