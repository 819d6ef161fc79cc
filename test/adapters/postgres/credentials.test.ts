import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { credentialStore } from '../../../src/adapters/postgres/credentials.ts'
import { embeddedDirectory } from '../../../src/adapters/postgres/directory.ts'
import { localGateway } from '../../../src/adapters/postgres/localGateway.ts'
import type { Database } from '../../../src/adapters/postgres/schema.ts'
import type { LocalInbox, LocalMessage } from '../../../src/core/localInbox.ts'
import { Fault } from '../../../src/core/fault.ts'
import type { Directory, Gateway } from '../../../src/core/ports.ts'
import {
  type CredentialStore,
  deliverCredential,
  deliveryTries,
} from '../../../src/core/useCases/deliverCredential.ts'
import { approve, type Fixture, openFixture, storedJobs, values } from './fixture.ts'

let fixture: Fixture
let store: CredentialStore
let directory: Directory
let gateway: Gateway & LocalInbox
beforeAll(async () => {
  fixture = await openFixture()
  store = credentialStore(fixture.db, fixture.vault)
  directory = embeddedDirectory(fixture.db, fixture.host)
  gateway = localGateway(fixture.db, fixture.vault, fixture.host)
})
afterAll(() => fixture.drop())

let applicationId: string
let chats = 0
beforeEach(async () => {
  await fixture.db.deleteFrom('local_inbox').execute()
  chats += 1
  applicationId = await approve(fixture, `telegram:${chats}`)
})

type Ports = Parameters<typeof deliverCredential>[0]
const deliver = (ports: Partial<Ports> = {}): Promise<void> =>
  deliverCredential({ store, directory, gateway, host: fixture.host, ...ports })({ applicationId })

const applicationState = async () =>
  fixture.db
    .selectFrom('application')
    .select(['state', 'version'])
    .where('id', '=', applicationId)
    .executeTakeFirstOrThrow()

const credential = async () =>
  fixture.db
    .selectFrom('credential')
    .selectAll()
    .where('application_id', '=', applicationId)
    .executeTakeFirst()

const audited = async (): Promise<readonly { readonly action: string; readonly detail: unknown }[]> =>
  fixture.db
    .selectFrom('audit')
    .select(['action', 'detail'])
    .where('application_id', '=', applicationId)
    .orderBy('seq')
    .execute()

const told = async (): Promise<readonly unknown[]> =>
  (await storedJobs(fixture.db))
    .filter(({ name, data }) => name === 'tellChat' && Object(data).applicationId === applicationId)
    .map(({ data }) => data)

const passwordIn = (message: LocalMessage | undefined): string =>
  /[2-9a-km-np-z]{13}/u.exec(message?.text ?? '')?.[0] ?? 'none'

/** Everything a delivery leaves behind, and whether what was sent lets the account holder in. */
const outcome = async (): Promise<unknown> => {
  const messages = await gateway.list(10)
  const row = await credential()
  return {
    messages: messages.map(({ kind, to }) => ({ kind, to })),
    signIn: await directory.signIn(fixture.accountId, passwordIn(messages[0])),
    application: await applicationState(),
    credential: { state: row?.state, sentBy: row?.sent_by, secret: row?.secret },
    told: await told(),
    audited: (await audited()).map(({ action, detail }) => ({ action, by: Object(detail).by as unknown })),
  }
}

const sentOnce = (by: 'sms' | 'mail'): unknown => ({
  messages: [{ kind: by, to: by === 'sms' ? values.mobile : values.email }],
  signIn: 'mustChange',
  application: { state: 'delivered', version: 6 },
  credential: { state: 'sent', sentBy: by, secret: null },
  told: [{ applicationId, version: 6 }],
  audited: [{ action: 'credentialSent', by }],
})

const down =
  (kind: 'retry' | 'refused' = 'retry') =>
  async (): Promise<never> => {
    throw new Fault(kind, 'down')
  }

describe('the credential', () => {
  it('is sent by SMS, names the account, and is not kept', async () => {
    await deliver()
    expect((await gateway.list(1))[0]?.text).toContain('qinglan-lib')
    expect(await outcome()).toEqual(sentOnce('sms'))
    expect(JSON.stringify(await audited())).not.toMatch(/13800138066|zhuge/u)
    await deliver()
    expect(await gateway.list(10)).toHaveLength(1)
  })

  const calls = ['begin', 'resetPassword', 'enter', 'sendSms', 'complete'] as const
  it.each(calls.flatMap((call) => [[call, 'before'] as const, [call, 'after'] as const]))(
    'is sent once, with one password, when the process dies at %s, %s it took effect',
    async (call, when) => {
      let isAlive = true
      const dying =
        <Arguments extends unknown[], Value>(
          name: (typeof calls)[number],
          work: (...given: Arguments) => Promise<Value>,
        ) =>
        async (...given: Arguments): Promise<Value> => {
          if (name !== call || !isAlive) return work(...given)
          isAlive = false
          if (when === 'after') await work(...given)
          throw new Error('killed')
        }
      const ports: Partial<Ports> = {
        store: {
          begin: dying('begin', store.begin),
          enter: dying('enter', store.enter),
          complete: dying('complete', store.complete),
          giveUp: store.giveUp,
        },
        directory: { ...directory, resetPassword: dying('resetPassword', directory.resetPassword) },
        gateway: { ...gateway, sendSms: dying('sendSms', gateway.sendSms) },
      }
      await expect(deliver(ports)).rejects.toThrow('killed')
      await deliver(ports)
      expect(await outcome()).toEqual(sentOnce('sms'))
    },
  )

  it('is sent once when the job runs several times at once', async () => {
    await Promise.all([deliver(), deliver(), deliver()])
    expect(await outcome()).toEqual(sentOnce('sms'))
  })

  it('goes by mail, with the same password, when SMS keeps failing', async () => {
    const noSms = { gateway: { ...gateway, sendSms: down() } }
    for (let tries = 1; tries < deliveryTries.sms; tries += 1)
      await expect(deliver(noSms)).rejects.toMatchObject({ kind: 'retry' })
    expect(await gateway.list(10)).toEqual([])
    await deliver(noSms)
    expect(await outcome()).toEqual(sentOnce('mail'))
  })

  it('goes by mail at once when SMS is refused', async () => {
    await deliver({ gateway: { ...gateway, sendSms: down('refused') } })
    expect(await outcome()).toEqual(sentOnce('mail'))
  })

  it('is given up, wiped, and told, when mail fails too; and the desk can have another one sent', async () => {
    const noGateway = { gateway: { ...gateway, sendSms: down('refused'), sendMail: down('refused') } }
    await deliver(noGateway)
    expect(await applicationState()).toEqual({ state: 'undeliverable', version: 6 })
    expect(await credential()).toMatchObject({ state: 'failed', secret: null })
    expect(await audited()).toEqual([{ action: 'deliveryFailed', detail: { at: 'mail' } }])
    expect(await told()).toEqual([{ applicationId, version: 6 }])

    await fixture.db
      .updateTable('application')
      .set({ state: 'approved', version: 7 })
      .where('id', '=', applicationId)
      .execute()
    // The gateway took the first round's SMS after all, as one may that timed out.
    await gateway.sendSms({ idempotencyKey: `credential:${applicationId}`, to: values.mobile, text: 'late' })
    await deliver()
    const [sms] = await gateway.list(10)
    expect(await directory.signIn(fixture.accountId, passwordIn(sms))).toBe('mustChange')
    expect(await applicationState()).toEqual({ state: 'delivered', version: 8 })
  })

  it('is given up when the directory refuses, and tried again while it is down', async () => {
    const refusing = { directory: { ...directory, resetPassword: down() } }
    await expect(deliver(refusing)).rejects.toMatchObject({ kind: 'retry' })
    expect(await applicationState()).toMatchObject({ state: 'approved' })
    await deliver({ directory: { ...directory, resetPassword: down('refused') } })
    expect(await applicationState()).toMatchObject({ state: 'undeliverable' })
    expect(await gateway.list(10)).toEqual([])
  })

  it('is sealed before the directory hears of it', async () => {
    let seen: Database['credential']['secret'] | undefined
    let password = ''
    await deliver({
      directory: {
        ...directory,
        async resetPassword(_, oneTimePassword) {
          password = oneTimePassword
          seen = (await credential())?.secret
        },
      },
    })
    expect(seen).toBeInstanceOf(Uint8Array)
    expect(password).toMatch(/^[2-9a-km-np-z]{13}$/u)
    expect(Buffer.from(seen ?? []).includes(password)).toBe(false)
  })

  it('is not made for an application that is not approved', async () => {
    await fixture.db
      .updateTable('application')
      .set({ state: 'rejected' })
      .where('id', '=', applicationId)
      .execute()
    await deliver()
    expect(await credential()).toBeUndefined()
    expect(await gateway.list(10)).toEqual([])
  })
})
