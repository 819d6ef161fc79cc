import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts as openAccounts } from '../../../src/adapters/postgres/accounts.ts'
import { verifyAudit } from '../../../src/adapters/postgres/audit.ts'
import { eraseExpired } from '../../../src/adapters/postgres/retention.ts'
import { type Accounts, freeTries, operator, waitAfter } from '../../../src/core/accounts.ts'
import type { Role } from '../../../src/core/role.ts'
import { type DeskFixture, minutesAfter, openDeskFixture, tuesday } from '../../support/deskFixture.ts'

let fixture: DeskFixture
let accounts: Accounts

beforeAll(async () => {
  fixture = await openDeskFixture()
  accounts = openAccounts(fixture.db, fixture.vault)
})
afterAll(async () => fixture.close())
beforeEach(async () => {
  for (const table of ['reviewer', 'reviewer_invitation', 'sign_in_failure', 'passkey_challenge'] as const)
    await fixture.db.deleteFrom(table).execute()
})

let count = 0
/** Joins by an invitation, as people do; gives the id. */
const join = async (role: Role): Promise<string> => {
  const email = `person${(count += 1)}@example.org`
  const code = await accounts.people.invite({ email, name: '甲', role }, operator, tuesday)
  await accounts.people.accept(code ?? '', 'a hash', tuesday)
  return (await accounts.people.findByEmail(email))?.id ?? ''
}

const actions = async (actor: string): Promise<readonly string[]> => {
  const lines = await fixture.db
    .selectFrom('audit')
    .select('action')
    .where('actor', '=', actor)
    .orderBy('seq')
    .execute()
  return lines.map(({ action }) => action)
}

const person = async (id: string) => (await accounts.people.list()).find((each) => each.id === id)

describe('the limit of tries', () => {
  test('waits grow from a minute to a day', () => {
    expect(Array.from({ length: 8 }, (_, failures) => waitAfter(failures) / 60_000)).toEqual([
      0, 0, 0, 0, 0, 1, 2, 4,
    ])
    expect(waitAfter(15)).toBe(1024 * 60_000)
    expect(waitAfter(16)).toBe(24 * 60 * 60_000)
    expect(waitAfter(1_000)).toBe(24 * 60 * 60_000)
  })

  test('hears five, then one after each wait, and says from when', async () => {
    const { limit } = accounts
    for (let tries = 1; tries < freeTries; tries += 1)
      expect(await limit.attempt('a', tuesday)).toEqual({ isHeard: true, nextAt: undefined })
    let now = tuesday
    for (const minutes of [1, 2, 4, 8]) {
      const nextAt = minutesAfter(now, minutes)
      expect(await limit.attempt('a', now)).toEqual({ isHeard: true, nextAt })
      // what is not heard makes the wait no longer
      expect(await limit.attempt('a', now)).toEqual({ isHeard: false, nextAt })
      expect(await limit.attempt('a', new Date(nextAt.getTime() - 1))).toEqual({ isHeard: false, nextAt })
      now = nextAt
    }
    expect(await limit.attempt('b', now)).toEqual({ isHeard: true, nextAt: undefined })
  })

  test('waits no longer than a day, however many there were, and forgets a day after the wait', async () => {
    const { limit } = accounts
    let now = tuesday
    for (let tries = 0; tries < 40; tries += 1) now = (await limit.attempt('a', now)).nextAt ?? now
    const last = await limit.attempt('a', now)
    expect(last).toEqual({ isHeard: true, nextAt: minutesAfter(now, 24 * 60) })
    expect(await limit.attempt('a', minutesAfter(now, 48 * 60))).toEqual({ isHeard: true, nextAt: undefined })
  })

  test('lets no more by when they come at once', async () => {
    const { limit } = accounts
    const heard = await Promise.all(Array.from({ length: 20 }, () => limit.attempt('a', tuesday)))
    expect(heard.filter(({ isHeard }) => isHeard)).toHaveLength(freeTries)
  })

  test('begins anew after a right one', async () => {
    const { limit } = accounts
    for (let tries = 0; tries < 6; tries += 1) await limit.attempt('a', tuesday)
    await limit.clear('a')
    expect(await limit.attempt('a', tuesday)).toEqual({ isHeard: true, nextAt: undefined })
    const rows = await fixture.db.selectFrom('sign_in_failure').select('key_hash').execute()
    expect(rows.map(({ key_hash: hash }) => hash.length)).toEqual([43])
  })
})

describe('an invitation', () => {
  test('makes a reviewer with its role, once, and keeps no code', async () => {
    const { people } = accounts
    const code = await people.invite(
      { email: 'Li@example.org', name: '李', role: 'auditor' },
      'boss',
      tuesday,
    )
    expect(code).toMatch(/^[\w-]{32}$/u)
    expect(
      JSON.stringify(await fixture.db.selectFrom('reviewer_invitation').selectAll().execute()),
    ).not.toContain(code)
    expect(await people.invitations(tuesday)).toMatchObject([{ email: 'li@example.org', purpose: 'join' }])
    const accepted = await Promise.all(
      Array.from({ length: 5 }, () => people.accept(code ?? '', 'a hash', tuesday)),
    )
    expect(accepted.filter((each) => each !== undefined)).toHaveLength(1)
    expect(await people.list()).toMatchObject([
      { email: 'li@example.org', role: 'auditor', isEnrolled: false, isDisabled: false },
    ])
    expect(await people.invitations(tuesday)).toEqual([])
    expect(await actions('boss')).toEqual(['reviewerInvited'])
  })

  test('is good for 48 hours, and not once it is withdrawn or made anew', async () => {
    const { people } = accounts
    const invite = async (now = tuesday) =>
      (await people.invite({ email: 'li@example.org', name: '李', role: 'reviewer' }, 'boss', now)) ?? ''
    const first = await invite()
    expect(await people.findInvitation(first, minutesAfter(tuesday, 48 * 60 - 1))).toBeDefined()
    expect(await people.findInvitation(first, minutesAfter(tuesday, 48 * 60))).toBeUndefined()
    expect(await people.accept(first, 'a hash', minutesAfter(tuesday, 48 * 60))).toBeUndefined()
    const second = await invite()
    expect(await people.accept(first, 'a hash', tuesday)).toBeUndefined()
    await people.withdrawInvitation('li@example.org', 'boss', tuesday)
    expect(await people.accept(second, 'a hash', tuesday)).toBeUndefined()
    expect(await people.accept('', 'a hash', tuesday)).toBeUndefined()
    expect(await people.list()).toEqual([])
  })

  test('is not made for who is a reviewer already', async () => {
    const id = await join('reviewer')
    const email = (await person(id))?.email.toUpperCase() ?? ''
    expect(
      await accounts.people.invite({ email, name: '甲', role: 'reviewer' }, operator, tuesday),
    ).toBeUndefined()
  })

  test('to reset takes away all that could be used before', async () => {
    const { people, passkeys } = accounts
    const id = await join('reviewer')
    await fixture.db.updateTable('reviewer').set({ twoFactorEnabled: true }).where('id', '=', id).execute()
    await passkeys.add(
      {
        credentialId: 'c1',
        reviewerId: id,
        name: 'k',
        publicKey: new Uint8Array([1]),
        counter: 0,
        transports: [],
      },
      tuesday,
    )
    const code = (await people.inviteToReset(id, 'boss', tuesday)) ?? ''
    // nothing yet: the link may never be used
    expect(await passkeys.list(id)).toHaveLength(1)
    expect(await people.accept(code, 'another hash', tuesday)).toMatchObject({ reviewerId: id })
    expect(await passkeys.list(id)).toEqual([])
    expect(await person(id)).toMatchObject({ isEnrolled: false })
    const logins = await fixture.db
      .$extendTables<{ reviewer_login: { userId: string; password: string } }>()
      .selectFrom('reviewer_login')
      .select('password')
      .where('userId', '=', id)
      .execute()
    expect(logins).toEqual([{ password: 'another hash' }])
    expect(await people.accept(code, 'a third', tuesday)).toBeUndefined()
    expect(await actions(id)).toEqual(['reviewerJoined', 'passkeyAdded', 'reviewerReset'])
  })

  test('to reset is worth nothing once its reviewer is disabled', async () => {
    const { people } = accounts
    const id = await join('reviewer')
    const code = (await people.inviteToReset(id, operator, tuesday)) ?? ''
    await people.disable(id, operator, tuesday)
    expect(await people.accept(code, 'a hash', tuesday)).toBeUndefined()
    expect(await people.inviteToReset(id, operator, tuesday)).toBeUndefined()
    expect(await people.inviteToReset('nobody', operator, tuesday)).toBeUndefined()
  })
})

describe('people', () => {
  test('the last administrator can be neither disabled nor given another role', async () => {
    const { people } = accounts
    const [one, two] = [await join('administrator'), await join('administrator')]
    expect(await people.disable(one, two, tuesday)).toBe('done')
    expect(await people.disable(two, two, tuesday)).toBe('last')
    expect(await people.changeRole(two, 'reviewer', two, tuesday)).toBe('last')
    await people.enable(one, two, tuesday)
    expect(await people.changeRole(two, 'reviewer', one, tuesday)).toBe('done')
    expect(await people.changeRole('nobody', 'reviewer', one, tuesday)).toBe('unknown')
    expect(await people.disable('nobody', one, tuesday)).toBe('unknown')
  })

  test('two administrators who disable each other at the same instant leave one', async () => {
    const { people } = accounts
    for (let round = 0; round < 5; round += 1) {
      await fixture.db.deleteFrom('reviewer').execute()
      const [one, two] = [await join('administrator'), await join('administrator')]
      const outcomes = await Promise.all([
        people.disable(one, two, tuesday),
        people.changeRole(two, 'auditor', one, tuesday),
      ])
      expect(outcomes.toSorted()).toEqual(['done', 'last'])
    }
  })

  test.each([
    ['disabled', async (id: string) => accounts.people.disable(id, 'boss', tuesday)],
    ['made an auditor', async (id: string) => accounts.people.changeRole(id, 'auditor', 'boss', tuesday)],
  ])('what one holds who is %s goes back into the queue', async (_, act) => {
    const id = await join('reviewer')
    const [held, lapsed, others] = await Promise.all([
      fixture.seed({ row: { state: 'inReview', reviewer_id: id, lease_until: minutesAfter(tuesday, 5) } }),
      fixture.seed({ row: { state: 'inReview', reviewer_id: id, lease_until: minutesAfter(tuesday, -5) } }),
      fixture.seed({ row: { state: 'inReview', reviewer_id: 'x', lease_until: minutesAfter(tuesday, 5) } }),
    ])
    expect(await act(id)).toBe('done')
    const states = await fixture.db
      .selectFrom('application')
      .select(['id', 'state', 'version'])
      .where('id', 'in', [held.id, lapsed.id, others.id])
      .execute()
    const stateOf = (seeded: { id: string }) => states.find((row) => row.id === seeded.id)
    expect([stateOf(held), stateOf(lapsed), stateOf(others)]).toMatchObject([
      { state: 'submitted', version: 3 },
      { state: 'submitted', version: 3 },
      { state: 'inReview', version: 2 },
    ])
  })

  test('one who stays a reviewer keeps what they hold', async () => {
    const id = await join('reviewer')
    const { id: held } = await fixture.seed({
      row: { state: 'inReview', reviewer_id: id, lease_until: minutesAfter(tuesday, 5) },
    })
    await accounts.people.changeRole(id, 'supervisor', operator, tuesday)
    expect(await fixture.stateOf(held)).toBe('inReview')
  })

  test('are listed with their last sign-in', async () => {
    const id = await join('reviewer')
    expect((await person(id))?.lastSignInAt).toBeUndefined()
    await accounts.note(id, 'signedIn', tuesday, { by: 'code' })
    await accounts.note(id, 'signedIn', minutesAfter(tuesday, 5), { by: 'code' })
    await accounts.note(id, 'passwordChanged', minutesAfter(tuesday, 9))
    expect((await person(id))?.lastSignInAt).toEqual(minutesAfter(tuesday, 5))
  })
})

describe('passkeys', () => {
  const passkey = (reviewerId: string, credentialId: string) => ({
    credentialId,
    reviewerId,
    name: 'k',
    publicKey: new Uint8Array([1, 2]),
    counter: 7,
    transports: ['internal'],
  })

  test('a challenge is good once, for the same, and for five minutes', async () => {
    const { passkeys } = accounts
    const id = await join('reviewer')
    const take = async (kept: string | undefined, taker: string | undefined, now: Date) => {
      await passkeys.keepChallenge('abc', kept, tuesday)
      const taken = await passkeys.takeChallenge('abc', taker, now)
      return [taken, await passkeys.takeChallenge('abc', taker, now)]
    }
    expect(await take(id, id, minutesAfter(tuesday, 4))).toEqual([true, false])
    expect(await take(undefined, undefined, tuesday)).toEqual([true, false])
    expect(await take(id, undefined, tuesday)).toEqual([false, false])
    expect(await take(undefined, id, tuesday)).toEqual([false, false])
    expect(await take(id, id, minutesAfter(tuesday, 5))).toEqual([false, false])
    await passkeys.keepChallenge('old', undefined, tuesday)
    await passkeys.keepChallenge('new', undefined, minutesAfter(tuesday, 6))
    expect(await fixture.db.selectFrom('passkey_challenge').select('expires_at').execute()).toHaveLength(1)
  })

  test('are one reviewer’s own', async () => {
    const { passkeys } = accounts
    const [one, two] = [await join('reviewer'), await join('reviewer')]
    expect(await passkeys.add(passkey(one, 'p1'), tuesday)).toBe(true)
    expect(await passkeys.add(passkey(two, 'p1'), tuesday)).toBe(false)
    expect(await passkeys.add(passkey(one, 'p2'), tuesday)).toBe(true)
    await passkeys.rename(two, 'p1', 'mine')
    expect(await passkeys.remove(two, 'p1', tuesday)).toBe('unknown')
    await passkeys.noteUse('p1', 8, tuesday)
    expect(await passkeys.list(one)).toMatchObject([
      { credentialId: 'p1', name: 'k', counter: 8, lastUsedAt: tuesday },
      { credentialId: 'p2', lastUsedAt: undefined },
    ])
    expect((await passkeys.find('p1'))?.publicKey).toEqual(new Uint8Array([1, 2]))
  })

  test('the last is kept while there is no other second factor', async () => {
    const { passkeys } = accounts
    const id = await join('reviewer')
    await passkeys.add(passkey(id, 'q1'), tuesday)
    await passkeys.add(passkey(id, 'q2'), tuesday)
    const outcomes = await Promise.all(['q1', 'q2'].map((each) => passkeys.remove(id, each, tuesday)))
    expect(outcomes.toSorted()).toEqual(['done', 'last'])
    expect(await passkeys.list(id)).toHaveLength(1)
  })
})

test('what limits or invites nobody any more is erased', async () => {
  const { limit, passkeys, people } = accounts
  await limit.attempt('a', tuesday)
  await passkeys.keepChallenge('erased', undefined, tuesday)
  await people.invite({ email: 'li@example.org', name: '李', role: 'reviewer' }, operator, tuesday)
  const tables = ['sign_in_failure', 'passkey_challenge', 'reviewer_invitation'] as const
  const counts = async () =>
    Promise.all(
      tables.map(async (table) => (await fixture.db.selectFrom(table).selectAll().execute()).length),
    )
  await eraseExpired(fixture.db, minutesAfter(tuesday, 4), 180)
  expect(await counts()).toEqual([1, 1, 1])
  await eraseExpired(fixture.db, minutesAfter(tuesday, 48 * 60), 180)
  expect(await counts()).toEqual([0, 0, 0])
})

test('a session, and what a sign-in waits for, is erased when it is over', async () => {
  const userId = await join('reviewer')
  for (const [id, expiresAt] of [
    ['over', tuesday],
    ['goes on', minutesAfter(tuesday, 1)],
  ] as const) {
    await sql`
      insert into reviewer_session (id, token, "expiresAt", "updatedAt", "userId")
      values (${id}, ${id}, ${expiresAt}, ${tuesday}, ${userId})`.execute(fixture.db)
    await sql`
      insert into reviewer_verification (id, identifier, value, "expiresAt")
      values (${id}, 'any', 'any', ${expiresAt})`.execute(fixture.db)
  }
  await eraseExpired(fixture.db, tuesday, 180)
  const { rows } = await sql`
    select id from reviewer_session union all select id from reviewer_verification`.execute(fixture.db)
  expect(rows).toEqual([{ id: 'goes on' }, { id: 'goes on' }])
})

test('four-eyes rules are off until they are switched, and each switch is noted once', async () => {
  const { fourEyes } = accounts
  expect(await fourEyes.list()).toEqual({
    personnelChange: false,
    mobileNotOnRecord: false,
    firstRecovery: false,
    pictureSeenBefore: false,
  })
  await fourEyes.set('firstRecovery', true, 'chief', tuesday)
  await fourEyes.set('firstRecovery', true, 'chief', tuesday)
  expect((await fourEyes.list()).firstRecovery).toBe(true)
  expect(await actions('chief')).toEqual(['fourEyesRuleSet'])
})

test('the log stays whole through all of it, and names nobody', async () => {
  expect(await verifyAudit(fixture.db)).toMatchObject({ intact: true })
  const lines = JSON.stringify(await fixture.db.selectFrom('audit').select(['actor', 'detail']).execute())
  expect(lines).not.toContain('example.org')
})
