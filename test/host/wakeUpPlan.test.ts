import { expect, it } from 'vitest'
import { wakeUpPlan } from '../../src/host/workers/wakeUpPlan.ts'

it('wakes at once for what is due, and once more within a second for all that comes due meanwhile', () => {
  const plan = wakeUpPlan()
  expect(plan.add(100.2, 100.2)).toEqual({ delaySeconds: 0, at: 100.2 })
  expect(plan.add(100.3, 100.3)).toEqual({ delaySeconds: 1, at: 101.3 })
  for (const now of [100.4, 100.9, 101.2]) expect(plan.add(now, now)).toBeUndefined()
  expect(plan.add(103, 103)).toEqual({ delaySeconds: 0, at: 103 })
})

it('never counts on a wake-up that comes before its job is due', () => {
  const plan = wakeUpPlan()
  expect(plan.add(9.2, 10.1)).toEqual({ delaySeconds: 1, at: 10.2 })
  expect(plan.add(9.95, 10.9)).toEqual({ delaySeconds: 1, at: 10.95 })
  expect(plan.add(9.96, 10.15)).toBeUndefined()
  expect(plan.add(9.96, 10.5)).toBeUndefined()
})

it('never counts on one that comes over a second late, or that was not sent', () => {
  const plan = wakeUpPlan()
  const late = plan.add(10, 15)
  expect(late).toEqual({ delaySeconds: 5, at: 15 })
  expect(plan.add(10, 13.9)).toMatchObject({ delaySeconds: 4 })
  plan.remove(15)
  expect(plan.add(10, 14.5)).toEqual({ delaySeconds: 5, at: 15 })
})
