import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { removeOldEvents, webhookDeliveries } from '../../../src/adapters/postgres/webhookDelivery.ts'
import { sendByFetch } from '../../../src/adapters/webhooks/sendByFetch.ts'
import { type ResolveName, sendByNode } from '../../../src/adapters/webhooks/sendByNode.ts'
import { maxAttempts, type SendWebhook, type Webhooks, type WebhookReach } from '../../../src/core/webhook.ts'
import { type DeskFixture, openDeskFixture } from '../../support/deskFixture.ts'
import { openIntegrations } from '../../support/integrations.ts'
import { untilOneWaits } from '../../support/untilOneWaits.ts'
import { openWebhookReceiver, type WebhookReceiver } from '../../support/webhookReceiver.ts'

const admin = 'admin-1'
const reach: WebhookReach = { allowsOwnMachine: true, allowsPrivate: false }

let fixture: DeskFixture
let webhooks: Webhooks
let receiver: WebhookReceiver
/** The receiver’s library knows the real clock alone, so the service’s starts there. */
let now: Date
/** The last line of the audit log, which nobody can empty, before a test. */
let auditedBefore: string
let webhook: { readonly id: string; readonly secret: string }

beforeAll(async () => {
  fixture = await openDeskFixture()
  ;({ webhooks } = openIntegrations(fixture))
})
afterAll(async () => fixture.close())
beforeEach(async () => {
  await fixture.db.deleteFrom('webhook').execute()
  await fixture.db.deleteFrom('webhook_event').execute()
  now = new Date(Date.now() + 1000)
  receiver = await openWebhookReceiver()
  const added = await webhooks.add(receiver.url, admin, now)
  if (!added) throw new Error('the receiver’s address was refused')
  webhook = added
  const last = await fixture.db.selectFrom('audit').select('seq').orderBy('seq', 'desc').executeTakeFirst()
  auditedBefore = last?.seq ?? '0'
})
afterEach(async () => receiver.close())

const deliver = async (send: SendWebhook = sendByNode(reach)) =>
  webhookDeliveries({
    db: fixture.db,
    vault: fixture.vault,
    host: { now: () => now, randomBytes: (count) => new Uint8Array(count).fill(128) },
    send,
  }).deliver(now, 20)

const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000)
}
const state = async () => (await webhooks.deliveries(webhook.id, 10))[0]
const actions = async () => {
  const lines = await fixture.db
    .selectFrom('audit')
    .select('action')
    .where('seq', '>', auditedBefore)
    .orderBy('seq')
    .execute()
  return lines.map(({ action }) => action)
}

describe('a change of state', () => {
  it('is sent, signed so that another implementation verifies it, with nothing personal in it', async () => {
    const { id } = await fixture.seed()
    await fixture.desk.takeNext('one', now)
    expect(await deliver()).toBe(2)
    expect(receiver.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      expect.arrayContaining([
        {
          type: 'application.stateChanged',
          timestamp: expect.any(String) as string,
          data: { applicationId: id, state: 'submitted' },
        },
        {
          type: 'application.stateChanged',
          timestamp: expect.any(String) as string,
          data: { applicationId: id, state: 'inReview' },
        },
      ]),
    )
    for (const message of receiver.received) {
      expect(receiver.verifies(message, webhook.secret)).toBe(true)
      expect(receiver.verifies({ ...message, body: `${message.body} ` }, webhook.secret)).toBe(false)
      expect(message.headers['content-type']).toBe('application/json')
    }
    expect(await state()).toMatchObject({ state: 'delivered', attempts: 1, lastStatus: 204 })
    expect(await deliver()).toBe(0)
  })

  it('is noted with the change, or not at all', async () => {
    const { id } = await fixture.seed()
    const events = () => fixture.db.selectFrom('webhook_event').select('state').execute()
    const before = await events()
    await expect(
      fixture.db.transaction().execute(async (trx) => {
        await trx.updateTable('application').set({ state: 'withdrawn' }).where('id', '=', id).execute()
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    expect(await events()).toEqual(before)
  })

  it('costs nothing where no webhook is on', async () => {
    await webhooks.turn(webhook.id, false, admin, now)
    await fixture.seed()
    expect(await fixture.db.selectFrom('webhook_event').select('id').execute()).toEqual([])
  })
})

describe('a webhook that is being removed', () => {
  it.each([
    ['is left out', true],
    ['is told as ever when it stays', false],
  ])('lets an application change state, and %s', async (_, goes) => {
    const other = await webhooks.add(`${receiver.url}/other`, admin, now)
    const { id } = await fixture.seed()
    const removing = await fixture.db.startTransaction().execute()
    await removing.deleteFrom('webhook').where('id', '=', webhook.id).execute()
    const changing = fixture.db
      .updateTable('application')
      .set({ state: 'withdrawn' })
      .where('id', '=', id)
      .execute()
    await untilOneWaits(fixture.db)
    await (goes ? removing.commit() : removing.rollback()).execute()
    await changing
    const told = (await webhooks.deliveries(other?.id ?? '', 10)).map(({ event }) => event)
    expect(told.sort()).toEqual(['submitted', 'withdrawn'])
    expect(await webhooks.deliveries(webhook.id, 10)).toHaveLength(goes ? 0 : 2)
  })

  it('takes its deliveries along by an index of all of them, as a table of a month is long', async () => {
    const { rows } = await sql`select from pg_constraint join pg_index on indrelid = conrelid
      where contype = 'f' and confrelid = 'webhook'::regclass and indpred is null and indkey[0] = conkey[1]`.execute(
      fixture.db,
    )
    expect(rows).toHaveLength(1)
  })
})

describe('a delivery that fails', () => {
  it('comes again, later each time, with the same id and a signature of its own time', async () => {
    await fixture.seed()
    receiver.answers.push(500, 302, 200)
    await deliver()
    expect(await state()).toMatchObject({ state: 'pending', attempts: 1, lastStatus: 500 })
    later(4)
    expect(await deliver()).toBe(0)
    later(2)
    await deliver()
    expect(await state()).toMatchObject({ state: 'pending', attempts: 2, lastStatus: 302 })
    later(301)
    await deliver()
    expect(await state()).toMatchObject({ state: 'delivered', attempts: 3, lastStatus: 200 })
    const [first, second, third] = receiver.received
    expect(new Set([first?.id, second?.id, third?.id]).size).toBe(1)
    // a redirect was not followed
    expect(receiver.received).toHaveLength(3)
    expect(first?.headers['webhook-timestamp']).not.toBe(third?.headers['webhook-timestamp'])
  })

  it('is given up after the last attempt, and replayed when asked', async () => {
    await fixture.seed()
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      expect(await deliver(async () => 503)).toBe(1)
      later(2 * 86_400)
    }
    expect(await state()).toMatchObject({ state: 'failed', attempts: maxAttempts, lastStatus: 503 })
    expect(await deliver()).toBe(0)
    const eventId = (await state())?.eventId ?? ''
    expect(await webhooks.replay(webhook.id, eventId, admin, now)).toBe(true)
    await deliver()
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId])
    expect(await state()).toMatchObject({ state: 'delivered', attempts: 1 })
    // what was delivered can be sent again too: the receiver knows it by its id
    await webhooks.replay(webhook.id, eventId, admin, now)
    await deliver()
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId, eventId])
    expect(await actions()).toEqual(['webhookReplayed', 'webhookReplayed'])
  })

  it('is replayed with all others that failed, and not with what was sent', async () => {
    await fixture.seed()
    await deliver()
    for (let count = 0; count < 3; count += 1) await fixture.seed()
    await fixture.db
      .updateTable('webhook_delivery')
      .set({ state: 'failed', attempts: maxAttempts })
      .where('state', '=', 'pending')
      .execute()
    expect(await webhooks.countFailed(webhook.id)).toBe(3)
    expect(await webhooks.replayFailed(webhook.id, admin, now)).toBe(true)
    expect(await webhooks.replayFailed(webhook.id, admin, now)).toBe(false)
    expect(await deliver()).toBe(3)
    expect(await webhooks.countFailed(webhook.id)).toBe(0)
    await webhooks.turn(webhook.id, false, admin, now)
    await fixture.db.updateTable('webhook_delivery').set({ state: 'failed' }).execute()
    expect(await webhooks.replayFailed(webhook.id, admin, now)).toBe(false)
    expect(await actions()).toEqual(['webhookFailedReplayed', 'webhookSwitchedOff'])
  })

  it('reaches a receiver that was down once it is up', async () => {
    await fixture.seed()
    const { url } = receiver
    await receiver.close()
    await deliver()
    expect(await state()).toMatchObject({ state: 'pending', attempts: 1, lastStatus: undefined })
    receiver = await openWebhookReceiver()
    await fixture.db.updateTable('webhook').set({ url: receiver.url }).where('url', '=', url).execute()
    later(10)
    await deliver()
    expect(receiver.received).toHaveLength(1)
  })

  it('is sent once more, with the same id, by whoever finds it after its sender died on the way', async () => {
    await fixture.seed()
    const dies: SendWebhook = async (message) => {
      await sendByNode(reach)(message)
      throw new Error('killed')
    }
    await expect(deliver(dies)).rejects.toThrow('killed')
    expect(await deliver()).toBe(0)
    later(31)
    expect(await deliver()).toBe(1)
    const [first, second] = receiver.received
    expect(second?.id).toBe(first?.id)
    expect(await state()).toMatchObject({ state: 'delivered', attempts: 2 })
  })

  it('switches a webhook off whose receiver is gone (410)', async () => {
    await fixture.seed()
    await fixture.seed()
    receiver.answers.push(410, 410)
    await deliver()
    expect((await webhooks.find(webhook.id))?.isOn).toBe(false)
    expect((await webhooks.deliveries(webhook.id, 10)).map((each) => each.state)).toEqual([
      'failed',
      'failed',
    ])
    later(3600)
    expect(await deliver()).toBe(0)
    expect(await actions()).toEqual(['webhookSwitchedOff'])
  })
})

describe('senders', () => {
  it('send the others where one cannot be sent, and tell why', async () => {
    const broken = await webhooks.add(`${receiver.url}/broken`, admin, now)
    await fixture.db
      .updateTable('webhook')
      .set({ secret: new Uint8Array(60) })
      .where('id', '=', broken?.id ?? '')
      .execute()
    await fixture.seed()
    await expect(deliver()).rejects.toMatchObject({ kind: 'alert' })
    expect(await state()).toMatchObject({ state: 'delivered' })
    for (let attempt = 1; attempt < maxAttempts; attempt += 1) {
      later(2 * 86_400)
      await expect(deliver()).rejects.toMatchObject({ kind: 'alert' })
    }
    expect(await webhooks.deliveries(broken?.id ?? '', 2)).toMatchObject([
      { state: 'failed', attempts: maxAttempts, lastStatus: undefined },
    ])
    later(2 * 86_400)
    expect(await deliver()).toBe(0)
  })

  it('share the work: each delivery is one’s', async () => {
    for (let count = 0; count < 8; count += 1) await fixture.seed()
    const counts = await Promise.all([deliver(), deliver(), deliver()])
    expect(counts.reduce((sum, count) => sum + count)).toBe(8)
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(8)
    expect(receiver.received).toHaveLength(8)
  })

  it('let no webhook with much to send keep another waiting', async () => {
    for (let count = 0; count < 30; count += 1) await fixture.seed()
    const other = await webhooks.add(`${receiver.url}/other`, admin, now)
    await webhooks.test(other?.id ?? '', admin, now)
    await deliver()
    expect(await webhooks.deliveries(other?.id ?? '', 1)).toMatchObject([{ state: 'delivered' }])
  })

  it.each([
    ['Node', sendByNode],
    ['Workers', sendByFetch],
  ])('of %s follow no redirect, and give the status', async (_host, send) => {
    const message = { url: receiver.url, headers: { 'content-type': 'application/json' }, body: '{}' }
    receiver.answers.push(302, 201)
    expect(await send(reach)(message)).toBe(302)
    expect(await send(reach)(message)).toBe(201)
    expect(receiver.received).toHaveLength(2)
  })

  it.each([
    ['Node', sendByNode],
    ['Workers', sendByFetch],
  ])('of %s do not reach this machine from a public service', async (_host, send) => {
    const out: WebhookReach = { allowsOwnMachine: false, allowsPrivate: false }
    expect(await send(out)({ url: receiver.url, headers: {}, body: '{}' })).toBeUndefined()
    expect(receiver.received).toEqual([])
  })

  it('of Node look at what a name resolves to, where the connection is made', async () => {
    const url = `https://hooks.example.org:${new URL(receiver.url).port}/`
    const leadsHere: ResolveName = (_name, _options, found) =>
      found(null, [{ address: '127.0.0.1', family: 4 }])
    const message = { url, headers: {}, body: '{}' }
    expect(await sendByNode({ ...reach, allowsOwnMachine: false }, leadsHere)(message)).toBeUndefined()
    expect(receiver.connections()).toBe(0)
    // this machine speaks no TLS, but was let be connected to
    expect(await sendByNode(reach, leadsHere)(message)).toBeUndefined()
    expect(receiver.connections()).toBe(1)
  })
})

describe('a secret', () => {
  it('is rotated with both signing for a day', async () => {
    await fixture.seed()
    const secret = (await webhooks.rotate(webhook.id, admin, now)) ?? ''
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/u)
    await deliver()
    const [during] = receiver.received
    expect(during?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/u)
    expect(receiver.verifies(during, webhook.secret)).toBe(true)
    expect(receiver.verifies(during, secret)).toBe(true)

    await fixture.db
      .updateTable('webhook')
      .set({ previous_until: new Date(now.getTime() - 1) })
      .execute()
    await webhooks.test(webhook.id, admin, now)
    await deliver()
    const [, after] = receiver.received
    expect(receiver.verifies(after, secret)).toBe(true)
    expect(receiver.verifies(after, webhook.secret)).toBe(false)
    expect(await actions()).toEqual(['webhookSecretRotated', 'webhookTested'])
  })

  it('is not in the database as it is', async () => {
    const row = await fixture.db.selectFrom('webhook').selectAll().executeTakeFirstOrThrow()
    const plain = Buffer.from(webhook.secret.slice('whsec_'.length), 'base64')
    expect(Buffer.from(row.secret).includes(plain)).toBe(false)
  })
})

describe('administrators', () => {
  it('try a webhook with an event of no application', async () => {
    expect(await webhooks.test(webhook.id, admin, now)).toBe(true)
    await deliver()
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
      type: 'webhook.test',
      timestamp: now.toISOString(),
      data: {},
    })
    await webhooks.turn(webhook.id, false, admin, now)
    expect(await webhooks.test(webhook.id, admin, now)).toBe(false)
  })

  it('are told by the log where a webhook leads, but for its path, which may be a secret', async () => {
    await webhooks.add('http://127.0.0.1:9/secret?key=secret', admin, now)
    const last = await fixture.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirst()
    expect(last).toMatchObject({
      action: 'webhookAdded',
      detail: { webhookId: expect.any(String) as string, host: '127.0.0.1:9' },
    })
    expect(JSON.stringify(last)).not.toContain('key=')
  })

  it('add no address out of reach', async () => {
    for (const url of ['http://example.org/', 'https://10.0.0.1/', 'no address'])
      expect(await webhooks.add(url, admin, now)).toBeUndefined()
    expect(await webhooks.list()).toHaveLength(1)
  })

  it('switch off what then fails, and on what comes after', async () => {
    await fixture.seed()
    expect(await webhooks.turn(webhook.id, false, admin, now)).toBe(true)
    expect(await webhooks.turn(webhook.id, false, admin, now)).toBe(false)
    expect(await deliver()).toBe(0)
    expect(await state()).toMatchObject({ state: 'failed' })
    await webhooks.turn(webhook.id, true, admin, now)
    await fixture.seed()
    expect(await deliver()).toBe(1)
    expect(await webhooks.remove(webhook.id, admin, now)).toBe(true)
    expect(await webhooks.list()).toEqual([])
    expect(await actions()).toEqual(['webhookSwitchedOff', 'webhookSwitchedOn', 'webhookRemoved'])
  })
})

it('events are forgotten after thirty days', async () => {
  await fixture.seed()
  later(29 * 86_400)
  await removeOldEvents(fixture.db, now)
  expect(await state()).toBeDefined()
  later(2 * 86_400)
  await removeOldEvents(fixture.db, now)
  expect(await state()).toBeUndefined()
})
