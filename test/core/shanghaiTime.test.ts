import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  dayLength,
  formatShanghai,
  joinShanghai,
  shanghaiDate,
  splitShanghai,
} from '../../src/core/shanghaiTime.ts'

const moment = fc.date({ min: new Date('1992-01-01Z'), max: new Date('2100-01-01Z'), noInvalidDate: true })

describe('Shanghai time', () => {
  test('is eight hours ahead of UTC', () => {
    expect(shanghaiDate(new Date('2026-11-23T15:59:59.999Z'))).toBe('2026-11-23')
    expect(shanghaiDate(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24')
    expect(formatShanghai(new Date('2026-11-24T09:30:59Z'))).toBe('2026-11-24 17:30')
  })

  test('agrees with the time zone database', () => {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'short',
    })
    fc.assert(
      fc.property(moment, (moment) => {
        expect(formatShanghai(moment)).toBe(format.format(moment))
      }),
    )
  })

  test('splits into day and time, and joins again', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (moment) => {
        const { day, time } = splitShanghai(moment)
        expect(time).toBeGreaterThanOrEqual(0)
        expect(time).toBeLessThan(dayLength)
        expect(joinShanghai(day, time)).toEqual(moment)
      }),
    )
  })
})
