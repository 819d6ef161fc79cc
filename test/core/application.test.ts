import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import {
  advance,
  applicationStates,
  isEnded,
  type ApplicationEvent,
  type ApplicationState,
} from '../../src/core/application.ts'

const events = [
  'submit',
  'revise',
  'claim',
  'release',
  'decide',
  'undo',
  'returnForSecond',
  'requestScans',
  'approve',
  'reject',
  'deliver',
  'failDelivery',
  'retryDelivery',
  'withdraw',
] as const satisfies readonly ApplicationEvent[]

/** Written out a second time on purpose: a change of the process has to be made in both. */
const possible: readonly `${ApplicationState} ${ApplicationEvent} ${ApplicationState}`[] = [
  'awaitingScans submit submitted',
  'awaitingScans revise awaitingScans',
  'awaitingScans withdraw withdrawn',
  'submitted claim inReview',
  'submitted withdraw withdrawn',
  'inReview claim inReview',
  'inReview release submitted',
  'inReview decide decided',
  'inReview withdraw withdrawn',
  'decided undo inReview',
  'decided returnForSecond submitted',
  'decided requestScans scansRequested',
  'decided approve approved',
  'decided reject rejected',
  'decided withdraw withdrawn',
  'scansRequested submit submitted',
  'scansRequested revise scansRequested',
  'scansRequested withdraw withdrawn',
  'approved deliver delivered',
  'approved failDelivery undeliverable',
  'undeliverable retryDelivery approved',
]

/** Picks one of the events that are possible where the path stands, or any event once none is. */
const path = fc.array(fc.nat({ max: 5039 }), { maxLength: 30 })

const walk = (picks: readonly number[]): readonly ApplicationState[] => {
  const states: ApplicationState[] = ['awaitingScans']
  for (const pick of picks) {
    const state = states.at(-1) ?? 'awaitingScans'
    const next = events.map((event) => advance(state, event)).filter((next) => next.ok)
    const attempt = next[pick % next.length] ?? advance(state, events[pick % events.length] ?? 'submit')
    states.push(attempt.ok ? attempt.value : state)
  }
  return states
}

describe('advance', () => {
  test.each(applicationStates.flatMap((state) => events.map((event) => [state, event] as const)))(
    'from %s on %s',
    (state, event) => {
      const next = advance(state, event)
      const expected = possible.find((line) => line.startsWith(`${state} ${event} `))?.split(' ')[2]
      expect(next).toEqual(
        expected === undefined ? { ok: false, problem: { kind: 'notNow' } } : { ok: true, value: expected },
      )
    },
  )

  test('reaches every state from the first', () => {
    const reached = new Set<ApplicationState>(['awaitingScans'])
    for (const state of reached) {
      for (const event of events) {
        const next = advance(state, event)
        if (next.ok) reached.add(next.value)
      }
    }
    expect([...reached].sort()).toEqual([...applicationStates].sort())
  })

  test('leaves no ended state', () => {
    fc.assert(
      fc.property(path, (picks) => {
        const states = walk(picks)
        // Without an ended state it is the last one alone.
        expect(new Set(states.slice(states.findIndex(isEnded))).size).toBe(1)
      }),
    )
  })

  test('delivers only after an approval, and approves only what was decided in review', () => {
    fc.assert(
      fc.property(path, (picks) => {
        const states = walk(picks)
        const enteredFrom = (state: ApplicationState): (ApplicationState | undefined)[] =>
          states.flatMap((entered, index) => (entered === state ? [states[index - 1]] : []))
        expect(['approved', 'delivered']).toEqual(expect.arrayContaining(enteredFrom('delivered')))
        expect(['inReview', 'decided']).toEqual(expect.arrayContaining(enteredFrom('decided')))
        expect(['decided', 'undeliverable', 'approved']).toEqual(
          expect.arrayContaining(enteredFrom('approved')),
        )
      }),
    )
  })

  test('can end from anywhere', () => {
    const ways = (state: ApplicationState, seen: readonly ApplicationState[]): boolean =>
      isEnded(state) ||
      events.some((event) => {
        const next = advance(state, event)
        return next.ok && !seen.includes(next.value) && ways(next.value, [...seen, next.value])
      })
    expect(applicationStates.filter((state) => !ways(state, [state]))).toEqual([])
  })
})

describe('isEnded', () => {
  test('is true of the states that nothing follows', () => {
    expect(applicationStates.filter(isEnded)).toEqual(['delivered', 'rejected', 'withdrawn'])
  })
})
