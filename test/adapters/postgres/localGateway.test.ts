import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkKey, hasKey } from '../../../src/adapters/postgres/keyCheck.ts'
import { localGateway } from '../../../src/adapters/postgres/localGateway.ts'
import { vaultFromKey } from '../../../src/adapters/keys/vault.ts'
import { type Fixture, now, openFixture } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

it('keeps each message once, to be read newest first', async () => {
  const gateway = localGateway(fixture.db, fixture.vault, fixture.host)
  expect(await gateway.list(10)).toEqual([])
  await gateway.sendSms({ idempotencyKey: 'k1', to: '+8613800138066', text: '密码 一' })
  await Promise.all(
    Array.from({ length: 5 }, () =>
      gateway.sendSms({ idempotencyKey: 'k1', to: '+8613800138066', text: '密码 二' }),
    ),
  )
  await gateway.sendMail({ idempotencyKey: 'k2', to: 'a@example.cn', subject: '题', text: '文' })
  const [mail, sms, ...others] = await gateway.list(10)
  expect(others).toEqual([])
  expect(mail).toEqual({ id: mail?.id, at: now, kind: 'mail', to: 'a@example.cn', subject: '题', text: '文' })
  expect(sms).toEqual({ id: sms?.id, at: now, kind: 'sms', to: '+8613800138066', text: '密码 一' })
  expect(await gateway.list(1)).toEqual([mail])
})

it('ties a database to the first key that is checked, and refuses any other', async () => {
  expect(await hasKey(fixture.db)).toBe(false)
  await checkKey(fixture.db, fixture.vault)
  await checkKey(fixture.db, await vaultFromKey(new Uint8Array(32).fill(9)))
  expect(await hasKey(fixture.db)).toBe(true)
  await expect(checkKey(fixture.db, await vaultFromKey(new Uint8Array(32).fill(8)))).rejects.toMatchObject({
    name: 'Fault',
    kind: 'alert',
  })
})
