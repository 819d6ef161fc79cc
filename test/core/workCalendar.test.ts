import { describe, expect, test } from 'vitest'

import { calendarKnown, isWorkingDay } from '../../src/core/workCalendar.ts'

const noon = (date: string): Date => new Date(`${date}T12:00:00+08:00`)

describe('isWorkingDay', () => {
  test.each([
    ['2026-11-23', true, 'a Monday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-10-01', false, 'National Day'],
    ['2026-10-07', false, 'the last day of the October holidays, a Wednesday'],
    ['2026-10-08', true, 'the day after'],
    ['2026-10-10', true, 'a Saturday made up for'],
    ['2026-02-14', true, 'a Saturday before the Spring Festival'],
    ['2025-01-26', true, 'a Sunday before the Spring Festival'],
    ['2025-01-28', false, "New Year's Eve of the lunar calendar"],
    ['2020-01-31', false, 'the holiday prolonged in 2020'],
  ])('%s: %s, %s', (date, works) => {
    expect(isWorkingDay(noon(date))).toBe(works)
  })

  test('begins and ends at midnight in Shanghai', () => {
    expect(isWorkingDay(new Date('2026-11-20T15:59:59.999Z'))).toBe(true)
    expect(isWorkingDay(new Date('2026-11-20T16:00:00.000Z'))).toBe(false)
    expect(isWorkingDay(new Date('2026-11-22T15:59:59.999Z'))).toBe(false)
    expect(isWorkingDay(new Date('2026-11-22T16:00:00.000Z'))).toBe(true)
  })

  test('is Monday to Friday less the fixed holidays in a year whose arrangement is not out', () => {
    expect(calendarKnown(2099)).toBe(false)
    expect(isWorkingDay(noon('2099-01-01'))).toBe(false)
    expect(isWorkingDay(noon('2099-10-02'))).toBe(false)
    expect(isWorkingDay(noon('2099-10-05'))).toBe(true)
    expect(isWorkingDay(noon('2099-10-10'))).toBe(false)
    expect(isWorkingDay(noon('1960-06-01'))).toBe(true)
    expect(isWorkingDay(noon('1960-06-05'))).toBe(false)
  })
})

describe('calendarKnown', () => {
  test('knows the years of the data', () => {
    expect([2003, 2004, 2025, 2026].map(calendarKnown)).toEqual([false, true, true, true])
  })
})
