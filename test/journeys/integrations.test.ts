import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookDeliveries } from '../../src/adapters/postgres/webhookDelivery.ts'
import { sendByNode } from '../../src/adapters/webhooks/sendByNode.ts'
import { openApiSite } from '../support/apiSite.ts'
import { openBrowser } from '../support/browser.ts'
import { minutesAfter } from '../support/deskFixture.ts'
import { type DeskSite, openDeskSite } from '../support/deskSite.ts'
import { faultsOf } from '../support/pageFaults.ts'
import { screenshot } from '../support/screenshot.ts'
import { openWebhookReceiver, type WebhookReceiver } from '../support/webhookReceiver.ts'

let site: DeskSite
let browser: Browser
let receiver: WebhookReceiver

beforeAll(async () => {
  ;[site, browser, receiver] = await Promise.all([
    openDeskSite({ now: () => new Date() }),
    openBrowser(),
    openWebhookReceiver(),
  ])
})
afterAll(async () => {
  await Promise.all([browser.close(), receiver.close()])
  await site.close()
})

/** As a host whose clock is ahead, but not too far for a receiver: what failed does not come back during the test. */
const deliver = async () => {
  const host = {
    now: () => minutesAfter(new Date(), 4),
    randomBytes: (count: number) => new Uint8Array(count),
  }
  const send = sendByNode({ allowsOwnMachine: true, allowsPrivate: false })
  return webhookDeliveries({ ...site.fixture, host, send }).deliver(new Date(), 20)
}

test('an administrator makes a token and a webhook by keyboard, on pages without a fault, and both work', async () => {
  const context = await browser.newContext({ locale: 'zh-CN' })
  await context.addCookies([...(await site.signedIn('管理员', 'admin@example.org', 'administrator'))])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/u.test(message.text())) complaints.push(message.text())
  })
  await page.goto(`${site.url}/desk/integrations`)
  expect(await faultsOf(page)).toEqual([])

  await page.getByLabel('名称').fill('审核机器人')
  await page.getByLabel('读取队列').press('Space')
  await page.keyboard.press('Enter')
  const token = await page.getByLabel('令牌', { exact: true }).inputValue()
  expect(token).toMatch(/^spk_/u)
  expect(await faultsOf(page)).toEqual([])
  const api = openApiSite(site.fixture)
  const asked = { headers: { authorization: `Bearer ${token}` } }
  expect((await api.app.request(`${site.url}/api/v1/queue`, asked)).status).toBe(200)

  await page.getByLabel('地址').fill(receiver.url)
  await page.keyboard.press('Enter')
  const secret = await page.getByLabel('签名密钥').inputValue()
  expect(await faultsOf(page)).toEqual([])
  await site.fixture.seed()
  receiver.answers.push(500)
  await deliver()
  await page.getByRole('button', { name: '发送测试' }).press('Enter')
  await page.getByText('测试事件即将发出。').waitFor()
  await deliver()
  expect(receiver.received).toHaveLength(2)
  for (const message of receiver.received) expect(receiver.verifies(message, secret)).toBe(true)
  await page.reload()
  await page.getByText('500').waitFor()
  await page.getByRole('button', { name: /重新推送: 待审核/u }).press('Enter')
  await page.getByText('该事件即将重新推送。').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await deliver()
  expect(receiver.received.at(-1)?.id).toBe(receiver.received[0]?.id)
  await page.reload()
  await page.getByText('已送达').nth(1).waitFor()
  await screenshot(page, 'desk-integrations')

  // English, and at 200 %
  await page.getByRole('button', { name: 'English' }).press('Enter')
  await page.goto(`${site.url}/desk/integrations`)
  await page.getByRole('heading', { name: 'API tokens' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 640, height: 430 })
  expect(
    await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth'),
  ).toBeLessThanOrEqual(0)
  expect(complaints).toEqual([])
  await context.close()
})

test.each(['zh-CN', 'en'])('the API’s documentation is without a fault in %s', async (locale) => {
  const { app } = openApiSite(site.fixture)
  // on a port of its own, with the desk's style
  const server = serve({
    fetch: async (request) =>
      new URL(request.url).pathname.startsWith('/assets/')
        ? fetch(`${site.url}${new URL(request.url).pathname}`)
        : app.fetch(request),
    hostname: '127.0.0.1',
    port: 0,
  })
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const page = await browser.newPage({ locale })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/docs`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  const { width } = (await page.locator('h1').boundingBox()) ?? { width: 0 }
  expect(width).toBeGreaterThan(0)
  await page.close()
  await new Promise((resolve) => server.close(resolve))
})
