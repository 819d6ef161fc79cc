import { expect, it } from 'vitest'
import { persist } from '../../../src/bot/telegram/persist.ts'
import { Fault } from '../../../src/core/fault.ts'

const waits = { first: 1, longest: 4 }

/** Fails with these, one after the other, then succeeds. */
const attempts = (...failures: Error[]) => {
  let made = 0
  return {
    made: () => made,
    attempt: async (): Promise<void> => {
      const failure = failures[made++]
      if (failure) throw failure
    },
  }
}

it('attempts again what may succeed later, and reports each failure', async () => {
  const down = new Fault('retry', 'down')
  const { attempt, made } = attempts(down, down, down)
  const reported: Fault[] = []
  await persist(attempt, {
    signal: new AbortController().signal,
    waits,
    report: (fault) => reported.push(fault),
  })
  expect(made()).toBe(4)
  expect(reported).toEqual([down, down, down])
})

it('gives up at once what will be refused again', async () => {
  const refused = new Fault('alert', 'the token is unknown')
  const { attempt, made } = attempts(refused)
  const options = { signal: new AbortController().signal, waits, report: () => undefined }
  await expect(persist(attempt, options)).rejects.toBe(refused)
  expect(made()).toBe(1)
})

it('ends with the signal, also while it waits', async () => {
  const stopping = new AbortController()
  const { attempt, made } = attempts(new Fault('retry', 'down'))
  await persist(attempt, {
    signal: stopping.signal,
    waits: { first: 3_600_000, longest: 3_600_000 },
    report: () => stopping.abort(),
  })
  expect(made()).toBe(1)
})
