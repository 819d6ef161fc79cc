import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { scansAhead } from '../../src/host/scansAhead.ts'
import { scanAddresses } from '../../src/http/desk/review/scanAddress.ts'
import { type DeskApp, openDeskApp } from '../support/deskApp.ts'
import { type DeskBrowser, enrol } from '../support/deskBrowser.ts'
import { type SeededApplication, tuesday } from '../support/deskFixture.ts'

let desk: DeskApp
let anna: DeskBrowser
let bert: DeskBrowser
let elsewhere: DeskBrowser
let now = tuesday
/** What the watermark was asked for; a picture of one byte cannot be marked. */
let burnt: string[] = []

let reviewers = 0
const signedIn = async (name: string) => {
  const email = `reviewer${(reviewers += 1)}@example.org`
  const made = await desk.auth.createReviewer({ email, name })
  return enrol(desk.app, { email, password: made?.password ?? '' })
}

beforeAll(async () => {
  desk = await openDeskApp({
    now: () => now,
    scansAhead: scansAhead(),
    watermark: {
      burn: async (jpeg, words) => {
        burnt.push(words)
        return jpeg.length === 1 ? undefined : new TextEncoder().encode(`${jpeg.length} bytes, ${words}`)
      },
    },
  })
  const signed = await signedIn('周敏')
  anna = signed.browser
  bert = (await signedIn('李维')).browser
  elsewhere = (await signedIn('王琳')).browser
})
afterAll(async () => desk.close())
beforeEach(async () => {
  now = tuesday
  burnt = []
  await desk.fixture.db.deleteFrom('application').execute()
})

const opened = async (): Promise<{ seeded: SeededApplication; path: string; page: string }> => {
  const seeded = await desk.fixture.seed()
  const path = `/desk/applications/${seeded.id}`
  await anna.post(`${path}/take`)
  return { seeded, path, page: await (await anna.get(path)).text() }
}

const addressesIn = (page: string): readonly string[] =>
  Array.from(page.matchAll(/<img src="([^"]+)"/gu), ([, address = '']) => address.replaceAll('&amp;', '&'))

const views = async (id: string) =>
  desk.fixture.db
    .selectFrom('audit')
    .select('action')
    .where('application_id', '=', id)
    .where('action', '=', 'scanSeen')
    .execute()

describe('a scan', () => {
  test('is served with the viewer’s name and the time, never cached, and each view is one line of the log', async () => {
    const { seeded, page } = await opened()
    const addresses = addressesIn(page)
    expect(addresses).toHaveLength(2)
    for (const address of addresses) {
      const answer = await anna.get(address)
      expect([
        answer.status,
        answer.headers.get('content-type'),
        answer.headers.get('cache-control'),
      ]).toEqual([200, 'image/jpeg', 'no-store'])
      expect(await answer.text()).toBe('4 bytes, 周敏 2026-11-24 09:30')
    }
    expect(await views(seeded.id)).toHaveLength(2)
    await anna.get(addresses[0] ?? '')
    expect(await views(seeded.id)).toHaveLength(3)
  })

  test('is served for a minute, to the session its address was made for, and to nobody else', async () => {
    const { seeded, path, page } = await opened()
    const [address = ''] = addressesIn(page)
    now = new Date(tuesday.getTime() + 59_000)
    expect((await anna.get(address)).status).toBe(200)
    expect((await bert.get(address)).status).toBe(404)
    now = new Date(tuesday.getTime() + 60_000)
    expect((await anna.get(address)).status).toBe(404)
    now = tuesday
    const [plain = '', query = ''] = address.split('?')
    const until = new URLSearchParams(query).get('until') ?? ''
    const key = new URLSearchParams(query).get('key') ?? ''
    for (const forged of [
      plain,
      `${plain}?until=${until}`,
      `${plain}?until=${until}&key=`,
      `${plain}?until=${Number(until) + 1}&key=${key}`,
      `${plain}?until=9999999999&key=${key}`,
      `${plain}?until=${until}&key=${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
      `${plain.replace('/upright', '/original')}?${query}`,
      `${plain.replace(seeded.scans.form, seeded.scans.idCard)}?${query}`,
      `${plain.replace(seeded.scans.form, 'x')}?${query}`,
      `${path}/scans/${seeded.scans.form}`,
    ])
      expect([forged, (await anna.get(forged)).status]).toEqual([forged, 404])
    expect(await views(seeded.id)).toHaveLength(1)
  })

  test('has no good address once its reviewer has signed in anew', async () => {
    const { page } = await opened()
    const [address = ''] = addressesIn(page)
    const before = new Map(anna.cookies)
    for (const [name, value] of elsewhere.cookies) anna.cookies.set(name, value)
    expect((await anna.get(address)).status).toBe(404)
    for (const [name, value] of before) anna.cookies.set(name, value)
    expect((await anna.get(address)).status).toBe(200)
  })

  test('is not served to who no longer holds the application', async () => {
    const { path, page } = await opened()
    const [address = ''] = addressesIn(page)
    await anna.post(`${path}/release`)
    expect((await anna.get(address)).status).toBe(404)
  })

  test('as it was sent is a link away, which leads to a fresh address', async () => {
    const { seeded, path } = await opened()
    await desk.fixture.objects.put(`scan/${seeded.scans.form}.upright`, new Uint8Array(9))
    await desk.fixture.db
      .updateTable('scan')
      .set({ copies: JSON.stringify({ upright: `scan/${seeded.scans.form}.upright` }) })
      .where('id', '=', seeded.scans.form)
      .execute()
    now = new Date(tuesday.getTime() + 5 * 60_000)
    const served = async (copy: string) => {
      const led = await anna.get(`${path}/scans/${seeded.scans.form}/${copy}/open`)
      return (await anna.get(led.headers.get('location') ?? '')).text()
    }
    expect(await served('original')).toContain('4 bytes')
    expect(await served('upright')).toContain('9 bytes')
    expect((await anna.get(`${path}/scans/${seeded.scans.form}/small/open`)).status).toBe(404)
    expect((await anna.get(`${path}/scans/x/original/open`)).status).toBe(404)
  })

  test('has an address of nothing personal, and of one use alone', async () => {
    const view = { sessionId: 's', applicationId: 'a', scanId: 'b', copy: 'upright' } as const
    const addresses = scanAddresses(desk.fixture.vault)
    const query = new URLSearchParams((await addresses.of(view, tuesday)).split('?')[1])
    const given = { until: query.get('until') ?? '', key: query.get('key') ?? '' }
    expect(await addresses.isGood(view, given, tuesday)).toBe(true)
    for (const other of [
      { sessionId: 't' },
      { applicationId: 'c' },
      { scanId: 'c' },
      { copy: 'original' } as const,
    ])
      expect(await addresses.isGood({ ...view, ...other }, given, tuesday)).toBe(false)
    expect(given.key).toMatch(/^[\w-]{43}$/u)
  })
})

describe('the scans of what is taken', () => {
  const ready = async (path: string) => {
    const seeded = await desk.fixture.seed()
    await anna.post(path === 'next' ? '/desk/next' : `/desk/applications/${seeded.id}/take`)
    await expect.poll(() => burnt.length).toBe(2)
    const page = await (await anna.get(`/desk/applications/${seeded.id}`)).text()
    return { seeded, addresses: addressesIn(page) }
  }

  test.each(['next', 'by name'])('are marked before the page asks for them: %s', async (path) => {
    const { seeded, addresses } = await ready(path)
    expect(await views(seeded.id)).toHaveLength(0)
    for (const address of addresses)
      expect(await (await anna.get(address)).text()).toBe('4 bytes, 周敏 2026-11-24 09:30')
    expect([burnt.length, (await views(seeded.id)).length]).toEqual([2, 2])
    await anna.get(addresses[0] ?? '')
    expect([burnt.length, (await views(seeded.id)).length]).toEqual([3, 3])
  })

  test('are marked anew in another minute, and are shown to nobody who could not see them otherwise', async () => {
    const { seeded, addresses } = await ready('next')
    const [first = '', second = ''] = addresses
    now = new Date(tuesday.getTime() + 59_000)
    expect((await bert.get(first)).status).toBe(404)
    now = new Date(tuesday.getTime() + 60_000)
    const led = await anna.get(`${first.split('?')[0]}/open`)
    expect(await (await anna.get(led.headers.get('location') ?? '')).text()).toContain('09:31')
    now = tuesday
    await anna.post(`/desk/applications/${seeded.id}/release`)
    expect((await anna.get(second)).status).toBe(404)
  })

  test('are not shown when they cannot be marked, nor then either, in a sentence that says so', async () => {
    const seeded = await desk.fixture.seed()
    await desk.fixture.objects.put(`scan/${seeded.scans.form}`, new Uint8Array([1]))
    await anna.post('/desk/next')
    await expect.poll(() => burnt.length).toBe(2)
    const page = await (await anna.get(`/desk/applications/${seeded.id}`)).text()
    const answer = await anna.get(addressesIn(page)[0] ?? '')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/plain; charset=UTF-8'])
    expect(await answer.text()).toContain('加不上水印')
    expect(burnt).toHaveLength(3)
  })
})

describe('a masked value', () => {
  test('is shown on request, and each time is one line of the log', async () => {
    const { seeded, path } = await opened()
    const json = await anna.post(`${path}/reveal/idNumber`, {}, { accept: 'application/json' })
    expect(await json.json()).toEqual({ value: '11010519491231002X' })
    const page = await (await anna.post(`${path}/reveal/mobile`)).text()
    expect(page).toMatch(/138 ?0013 ?8000/u)
    expect(page).not.toContain('11010519491231002X')
    const log = await desk.fixture.db
      .selectFrom('audit')
      .select(['action', 'detail'])
      .where('application_id', '=', seeded.id)
      .where('action', '=', 'revealed')
      .execute()
    expect(log).toHaveLength(2)
    expect(JSON.stringify(log)).not.toContain('1101')
  })

  test('is shown to nobody else, and no other field is', async () => {
    const { path } = await opened()
    expect((await bert.post(`${path}/reveal/idNumber`, {}, { accept: 'application/json' })).status).toBe(409)
    const page = await (await bert.post(`${path}/reveal/idNumber`)).text()
    expect(page).not.toContain('11010519491231002X')
    expect((await anna.post(`${path}/reveal/applicantName`)).status).toBe(404)
  })
})

describe('what a supervisor takes away', () => {
  test('goes back with a reason, and not without', async () => {
    const { seeded, path } = await opened()
    const made = await desk.auth.createReviewer({
      email: 'head@example.org',
      name: '主管',
      role: 'supervisor',
    })
    const head = (await enrol(desk.app, { email: 'head@example.org', password: made?.password ?? '' }))
      .browser
    expect(await (await head.get('/desk?part=dueToday')).text()).toContain('周敏 审核中')
    expect(await (await bert.get('/desk?part=dueToday')).text()).not.toContain('周敏 审核中')
    expect((await bert.get(`${path}/take-away`)).status).toBe(403)
    expect((await bert.post(`${path}/take-away`, { reason: '请假' })).status).toBe(403)
    const unsaid = await head.post(`${path}/take-away`, { reason: ' ' })
    expect([unsaid.status, (await unsaid.text()).includes('role="alert"')]).toEqual([409, true])
    const done = await head.post(`${path}/take-away`, { reason: '审核员请假' })
    expect(done.headers.get('location')).toBe('/desk?done=takenAway')
    expect(await desk.fixture.stateOf(seeded.id)).toBe('submitted')
  })
})

describe('shortcuts', () => {
  test('are on until a reviewer switches them off, and lead back to a page of the desk alone', async () => {
    const isOn = async () => (await (await anna.get('/desk')).text()).includes('data-shortcuts="on"')
    expect(await isOn()).toBe(true)
    const answer = await anna.post('/desk/shortcuts', { path: 'https://evil.example' })
    expect([answer.headers.get('location'), await isOn()]).toEqual(['/desk', false])
    await anna.post('/desk/shortcuts', { on: 'yes', path: '/desk?part=later' })
    expect(await isOn()).toBe(true)
  })
})
