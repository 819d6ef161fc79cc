import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { outbox } from '../../../src/adapters/postgres/outbox.ts'
import { Fault } from '../../../src/core/fault.ts'
import type { Departing, Outbox } from '../../../src/core/ports.ts'
import { type Fixture, later, now, openFixture, take } from './fixture.ts'

let fixture: Fixture
let box: Outbox
let reported: unknown[]
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())
beforeEach(async () => {
  await fixture.db.deleteFrom('message').execute()
  reported = []
  box = outbox(fixture.db, fixture.vault, (error) => reported.push(error))
})

const post = async (...texts: string[]): Promise<string> => {
  const chatId = `telegram:${randomUUID()}`
  await take(fixture, chatId, { messages: texts.map((text) => ({ type: 'text', text })) })
  return chatId
}

/** Sends all that is due, one round after another, and gives the texts in the order they left. */
const drain = async (at: Date, send: (message: Departing) => Promise<void> = async () => undefined) => {
  const left: string[] = []
  const keeping = async (message: Departing): Promise<void> => {
    await send(message)
    left.push(textOf(message))
  }
  let count: number
  do count = await box.deliver({ now: at, limit: 10 }, keeping)
  while (count > 0)
  return left
}

const textOf = ({ message }: Departing): string => (message.type === 'text' ? message.text : message.type)

it('hands over the messages of a chat one by one, in order', async () => {
  const chatId = await post('一', '二', '三')
  const seen: Departing[] = []
  expect(await box.deliver({ now, limit: 10 }, async (message) => void seen.push(message))).toBe(1)
  expect(seen).toMatchObject([{ channel: 'telegram', chatId, message: { text: '一' }, attempt: 1 }])
  expect(await drain(now)).toEqual(['二', '三'])
  expect(await box.deliver({ now, limit: 10 }, async () => undefined)).toBe(0)
})

it('takes one message each of as many chats as allowed, or of one chat alone', async () => {
  const [first] = await Promise.all([post('a1', 'a2'), post('b1'), post('c1')])
  expect(await box.deliver({ now, limit: 2 }, async () => undefined)).toBe(2)
  await fixture.db.deleteFrom('message').execute()
  const [chatId] = await Promise.all([post('x'), post('y')])
  const left: string[] = []
  const send = async (message: Departing): Promise<void> => void left.push(textOf(message))
  expect(await box.deliver({ now, limit: 9, chatId: first }, send)).toBe(0)
  expect(await box.deliver({ now, limit: 9, chatId }, send)).toBe(1)
  expect(left).toEqual(['x'])
})

it('never hands the same message to two takers, nor a later one to the second', async () => {
  const chats = await Promise.all(Array.from({ length: 30 }, () => post('1', '2', '3')))
  const left = new Map(chats.map((chatId) => [chatId, '']))
  const send = async (message: Departing): Promise<void> => {
    left.set(message.chatId, (left.get(message.chatId) ?? '') + textOf(message))
  }
  const taker = async (): Promise<void> => {
    while ((await box.deliver({ now, limit: 30 }, send)) > 0);
  }
  await Promise.all(Array.from({ length: 8 }, taker))
  await taker()
  expect([...left.values()]).toEqual(chats.map(() => '123'))
})

it('holds a chat back while its first message is being sent or refused for the moment, and no other chat', async () => {
  await post('一', '二')
  let during = -1
  await box.deliver({ now, limit: 10 }, async () => {
    during = await box.deliver({ now: later(14), limit: 10 }, async () => undefined)
    throw new Fault('retry', 'down')
  })
  expect(during).toBe(0)
  await post('other')
  expect(await drain(now)).toEqual(['other'])
  expect(await drain(later(1))).toEqual(['一', '二'])
  expect(reported).toEqual([])
})

it('waits longer after each refusal, up to an hour', async () => {
  await post('一')
  const down = async (): Promise<void> => {
    throw new Fault('retry', 'down')
  }
  let at = now
  const waits: number[] = []
  for (let attempt = 1; attempt <= 14; attempt += 1) {
    expect(await box.deliver({ now: at, limit: 1 }, down)).toBe(1)
    const { next_attempt_at } = await fixture.db
      .selectFrom('message')
      .select('next_attempt_at')
      .executeTakeFirstOrThrow()
    waits.push((next_attempt_at.getTime() - at.getTime()) / 1000)
    at = next_attempt_at
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600])
})

it('does not ask again before the other side said it may', async () => {
  await post('一')
  await box.deliver({ now, limit: 1 }, async () => {
    throw new Fault('retry', 'slow down', { retryAt: later(40) })
  })
  expect(await drain(later(39))).toEqual([])
  expect(await drain(later(40))).toEqual(['一'])
})

it('never sends again what was refused for good, and goes on with what follows', async () => {
  await post('一', '二')
  await box.deliver({ now, limit: 1 }, async () => {
    throw new Fault('refused', 'blocked by the user')
  })
  expect(await drain(later(99_999))).toEqual(['二'])
  const left = await fixture.db.selectFrom('message').select('state').execute()
  expect(left).toEqual([{ state: 'refused' }])
})

it('sends again what a taker that died had in hand, in its place', async () => {
  await post('一', '二')
  await new Promise<void>((inHand) => {
    const died = box.deliver({ now, limit: 1 }, () => {
      inHand()
      return new Promise(() => undefined)
    })
    void died
  })
  expect(await drain(later(14))).toEqual([])
  expect(await drain(later(15))).toEqual(['一', '二'])
})

it('leaves a message with a file longer to its taker', async () => {
  await take(fixture, `telegram:${randomUUID()}`, {
    messages: [{ type: 'picture', picture: { kind: 'sample', of: 'form' }, caption: '' }],
  })
  await new Promise<void>((inHand) => {
    const died = box.deliver({ now, limit: 1 }, () => {
      inHand()
      return new Promise(() => undefined)
    })
    void died
  })
  expect(await drain(later(89))).toEqual([])
  expect(await drain(later(90))).toEqual(['picture'])
})

it('does not let a slow taker, whose lease lapsed, undo what the next one did', async () => {
  await post('一', '二')
  const down = async (): Promise<void> => {
    throw new Fault('retry', 'down')
  }
  await box.deliver({ now, limit: 1 }, async () => {
    await box.deliver({ now: later(61), limit: 1 }, down)
    throw new Fault('refused', 'too late to matter')
  })
  expect(await drain(later(62))).toEqual([])
  expect(await drain(later(63))).toEqual(['一', '二'])
})

it('tries again, and reports, when sending fails in a way nobody foresaw', async () => {
  await post('一')
  const bug = new TypeError('a bug')
  await box.deliver({ now, limit: 1 }, async () => {
    throw bug
  })
  expect(reported).toEqual([bug])
  expect(await drain(later(1))).toEqual(['一'])
})
