import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  leastPromise,
  promisedTime,
  resumedPromise,
  workingTimeBetween,
} from '../../src/core/promisedTime.ts'
import { formatShanghai, splitShanghai } from '../../src/core/shanghaiTime.ts'
import { isWorkingDay } from '../../src/core/workCalendar.ts'

const shanghai = (text: string): Date => new Date(`${text.replace(' ', 'T')}+08:00`)
const moment = fc.date({
  min: shanghai('2003-06-01 00:00'),
  max: shanghai('2030-01-01 00:00'),
  noInvalidDate: true,
})
const dayMs = 24 * 60 * 60 * 1000

describe('promisedTime', () => {
  test.each([
    ['2026-11-23 17:30', '2026-11-24 17:30', 'the next day, the same time'],
    ['2026-11-20 17:30', '2026-11-23 17:30', 'over a weekend'],
    ['2026-11-21 09:00', '2026-11-23 23:59', 'sent on a Saturday: all of Monday'],
    ['2026-11-22 23:59', '2026-11-23 23:59', 'sent on a Sunday'],
    ['2026-11-23 00:00', '2026-11-24 00:00', 'sent as Monday begins'],
    ['2026-09-30 16:00', '2026-10-08 16:00', 'over the October holidays'],
    ['2026-10-09 16:00', '2026-10-10 16:00', 'onto a Saturday made up for'],
    ['2026-10-10 16:00', '2026-10-12 16:00', 'from a Saturday made up for'],
    ['2026-02-20 10:00', '2026-02-24 23:59', 'in the Spring Festival'],
    ['2027-12-31 10:00', '2028-01-03 10:00', 'over a New Year that no arrangement covers'],
  ])('%s → %s, %s', (sent, due) => {
    expect(formatShanghai(promisedTime(shanghai(sent)))).toBe(due)
  })

  test('lies after the submission, on a working day', () => {
    fc.assert(
      fc.property(moment, (sent) => {
        const due = promisedTime(sent)
        expect(due.getTime()).toBeGreaterThan(sent.getTime())
        expect(isWorkingDay(due)).toBe(true)
      }),
    )
  })

  test('has exactly one working day begin on the way', () => {
    fc.assert(
      fc.property(moment, (sent) => {
        const days = splitShanghai(promisedTime(sent)).day - splitShanghai(sent).day
        const after = Array.from(
          { length: days },
          (_, index) => new Date(sent.getTime() + (index + 1) * dayMs),
        )
        expect(after.filter(isWorkingDay)).toHaveLength(1)
      }),
    )
  })

  test('never falls earlier for what is sent later', () => {
    const near = fc.tuple(moment, fc.nat({ max: 12 * dayMs }))
    fc.assert(
      fc.property(near, ([sent, later]) => {
        const due = promisedTime(sent).getTime()
        expect(promisedTime(new Date(sent.getTime() + later)).getTime()).toBeGreaterThanOrEqual(due)
      }),
    )
    const lastMillisecond = new Date(shanghai('2026-11-21 00:00').getTime() - 1)
    expect(promisedTime(lastMillisecond)).toEqual(promisedTime(shanghai('2026-11-21 00:00')))
  })
})

const hour = 60 * 60 * 1000

describe('workingTimeBetween', () => {
  test.each([
    ['2026-11-23 17:30', '2026-11-24 17:30', 24, 'over a day'],
    ['2026-11-23 09:30', '2026-11-23 17:30', 8, 'within a day'],
    ['2026-11-20 17:30', '2026-11-23 17:30', 24, 'over a weekend'],
    ['2026-11-21 09:00', '2026-11-22 18:00', 0, 'within a weekend'],
    ['2026-11-21 09:00', '2026-11-23 06:00', 6, 'from a Saturday'],
    ['2026-11-20 18:00', '2026-11-22 12:00', 6, 'into a Sunday'],
    ['2026-09-30 16:00', '2026-10-08 10:00', 18, 'over the October holidays'],
    ['2026-10-09 16:00', '2026-10-10 10:00', 18, 'onto a Saturday made up for'],
    ['2026-11-23 17:30', '2026-11-20 17:30', -24, 'backwards over a weekend'],
  ])('%s → %s is %i hours, %s', (from, to, hours) => {
    expect(workingTimeBetween(shanghai(from), shanghai(to))).toBe(hours * hour)
  })

  test('adds up at any moment between', () => {
    const near = fc.nat({ max: 12 * dayMs })
    fc.assert(
      fc.property(moment, near, near, (from, one, two) => {
        const middle = new Date(from.getTime() + one)
        const to = new Date(middle.getTime() + two)
        expect(workingTimeBetween(from, to)).toBe(
          workingTimeBetween(from, middle) + workingTimeBetween(middle, to),
        )
      }),
    )
  })
})

describe('resumedPromise', () => {
  test.each([
    ['2026-11-24 10:00', 3, '2026-11-24 13:00', 'the same day'],
    ['2026-11-24 22:00', 3, '2026-11-25 01:00', 'into the next day'],
    ['2026-11-20 22:00', 3, '2026-11-23 01:00', 'over a weekend'],
    ['2026-11-21 10:00', 3, '2026-11-23 03:00', 'sent again on a Saturday'],
    ['2026-10-01 10:00', 20, '2026-10-08 20:00', 'sent again on a holiday'],
    ['2026-10-09 20:00', 20, '2026-10-10 16:00', 'onto a Saturday made up for'],
    ['2026-11-24 10:00', 0.5, '2026-11-24 11:00', 'an hour at least'],
    ['2026-11-24 10:00', -30, '2026-11-24 11:00', 'an hour also when it was missed'],
  ])('%s with %d hours left → %s, %s', (resubmitted, hours, due) => {
    expect(formatShanghai(resumedPromise(shanghai(resubmitted), hours * hour))).toBe(due)
  })

  test('with all of it left is the promise of a first submission', () => {
    fc.assert(
      fc.property(moment, (sent) => {
        expect(resumedPromise(sent, dayMs)).toEqual(promisedTime(sent))
      }),
    )
  })

  test('leaves as much working time as was left, to the millisecond before midnight', () => {
    fc.assert(
      fc.property(moment, fc.nat({ max: 3 * dayMs }), (sent, left) => {
        const given = workingTimeBetween(sent, resumedPromise(sent, left))
        const expected = Math.max(left, leastPromise)
        expect([expected, expected - 1]).toContain(given)
      }),
    )
  })
})
