import { expect, it } from 'vitest'
import { sendAll } from '../../src/host/housekeeping.ts'

it('hands over all messages that are due, never more at once than it was told', async () => {
  let due = 12
  const asked: number[] = []
  const sendOutbox = async (limit: number): Promise<number> => {
    asked.push(limit)
    const sent = Math.min(limit, due)
    due -= sent
    return sent
  }
  expect(await sendAll({ sendOutbox }, 5)).toBe(12)
  expect(asked).toEqual([5, 5, 5])
})
