import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { embeddedDirectory } from '../../../src/adapters/postgres/directory.ts'
import type { Directory } from '../../../src/core/ports.ts'
import { type Fixture, later, now, openFixture } from './fixture.ts'

let fixture: Fixture
let directory: Directory
let accountId: string
const password = 'abcd2345efgh6'
beforeAll(async () => {
  fixture = await openFixture()
  accountId = fixture.accountId
  directory = embeddedDirectory(fixture.db, fixture.host)
})
afterAll(() => fixture.drop())
beforeEach(() => {
  fixture.host.time = now
})

const stored = () =>
  fixture.db.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()

it('lets nobody in before a password was set, nor with a wrong one', async () => {
  expect(await directory.signIn(accountId, '')).toBe('wrong')
  await directory.resetPassword(accountId, password)
  expect(await directory.signIn(accountId, 'abcd2345efgh7')).toBe('wrong')
  expect(await directory.signIn('999999', password)).toBe('wrong')
})

it('lets in once with a one-time password, of two at once too, and then asks for another', async () => {
  await directory.resetPassword(accountId, 'twice-at-once')
  const both = await Promise.all([
    directory.signIn(accountId, 'twice-at-once'),
    directory.signIn(accountId, 'twice-at-once'),
  ])
  expect(both.toSorted()).toEqual(['mustChange', 'wrong'])
  expect(await directory.changePassword(accountId, 'twice-at-once', 'twice-at-once')).toBe('wrong')
  expect(await directory.changePassword(accountId, 'not it', 'my own choice')).toBe('wrong')
  expect(await directory.changePassword(accountId, 'twice-at-once', 'my own choice')).toBe('changed')
  expect(await directory.signIn(accountId, 'twice-at-once')).toBe('wrong')
  expect(await directory.signIn(accountId, 'my own choice')).toBe('in')
  expect(await directory.signIn(accountId, 'my own choice')).toBe('in')
})

it('changes nothing when the same reset comes again, also after it was used', async () => {
  await directory.resetPassword(accountId, password)
  const before = await stored()
  fixture.host.time = later(60)
  await directory.resetPassword(accountId, password)
  expect(await stored()).toEqual(before)
  expect(await directory.signIn(accountId, password)).toBe('mustChange')
  await directory.resetPassword(accountId, password)
  expect(await directory.signIn(accountId, password)).toBe('wrong')
})

it('replaces what was set before by another reset', async () => {
  await directory.resetPassword(accountId, 'first-reset')
  await directory.resetPassword(accountId, 'second-reset')
  expect(await directory.signIn(accountId, 'first-reset')).toBe('wrong')
  expect(await directory.signIn(accountId, 'second-reset')).toBe('mustChange')
})

it('no longer accepts a one-time password after seven days, but a chosen one for ever', async () => {
  await directory.resetPassword(accountId, 'expires')
  fixture.host.time = later(7 * 86_400)
  expect(await directory.signIn(accountId, 'expires')).toBe('wrong')
  expect(await directory.changePassword(accountId, 'expires', 'too late')).toBe('wrong')
  fixture.host.time = later(7 * 86_400 - 1)
  expect(await directory.changePassword(accountId, 'expires', 'in time')).toBe('changed')
  fixture.host.time = later(700 * 86_400)
  expect(await directory.signIn(accountId, 'in time')).toBe('in')
})

it('refuses to reset an account it does not have', async () => {
  await expect(directory.resetPassword('999999', password)).rejects.toMatchObject({ kind: 'refused' })
})

it('keeps a hash', async () => {
  await directory.resetPassword(accountId, password)
  expect(JSON.stringify(await stored())).not.toContain(password)
})
