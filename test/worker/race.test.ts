import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '../support/botApi.ts'
import { deploy, faultsIn, webhookSecret } from './deployment.ts'
import type { RunningWorker } from './underTest.ts'

const deployment = await deploy()
const { api, db, connections } = deployment
let workers: readonly [RunningWorker, RunningWorker]
beforeAll(async () => {
  workers = [await deployment.start(), await deployment.start()]
})
afterAll(deployment.close)

let lastUpdateId = 0
const updateOf = ({ id }: TestUser, text: string): object => ({
  update_id: (lastUpdateId += 1),
  message: {
    message_id: lastUpdateId,
    date: 0,
    text,
    chat: { id, type: 'private' },
    from: { id, is_bot: false, first_name: '测试', language_code: 'zh-hans' },
  },
})

const post = async ({ url }: RunningWorker, update: object): Promise<number> => {
  const answer = await fetch(`${url}/telegram/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhookSecret },
    body: JSON.stringify(update),
  })
  await answer.arrayBuffer()
  return answer.status
}

const versionOf = async ({ id }: TestUser): Promise<number | undefined> => {
  const chat = await db
    .selectFrom('chat')
    .select('version')
    .where('id', '=', `telegram:${id}`)
    .executeTakeFirst()
  return chat?.version
}
const answersTo = ({ messages }: TestUser): number => messages.filter(({ by }) => by === 'bot').length

test('two isolates that are given the same updates of one chat at once count each once', async () => {
  const user = api.user({ languageCode: 'zh-hans' })
  const updates = Array.from({ length: 20 }, () => updateOf(user, '/start'))
  const statuses = await Promise.all(
    updates.flatMap((update) => workers.map(async (worker) => post(worker, update))),
  )
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(await versionOf(user)).toBe(20)
  await expect.poll(() => answersTo(user), { timeout: 20_000 }).toBe(20)
  await expect.poll(connections, { timeout: 5_000 }).toBe(0)
  expect(answersTo(user)).toBe(20)
})

test('a thousand updates are all taken, and leave no connection open', { timeout: 240_000 }, async () => {
  const asked = (): number => api.calls.filter(({ method }) => method === 'getMe').length
  const askedBefore = asked()
  const users = Array.from({ length: 50 }, () => api.user({ languageCode: 'zh-hans' }))
  const texts = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? '/start' : '/status'))
  const waiting = [...users.entries()]
  const talk = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [at, user] = next
      const worker = workers[at % 2] ?? workers[0]
      for (const text of texts) expect(await post(worker, updateOf(user, text))).toBe(200)
    }
  }
  await Promise.all(Array.from({ length: 8 }, talk))
  // Sooner than an idle connection would be closed by itself.
  await expect.poll(connections, { timeout: 5_000 }).toBe(0)
  expect(await Promise.all(users.map(versionOf))).toEqual(users.map(() => texts.length))
  await expect.poll(() => users.map(answersTo).filter((count) => count < texts.length)).toEqual([])
  expect(asked()).toBe(askedBefore)
})

test('none of this was a fault in a log', () => {
  for (const worker of workers) expect(faultsIn(worker.log())).toEqual([])
})
