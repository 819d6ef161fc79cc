import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { openBrowser } from '../test/support/browser.ts'
import { chatPage } from '../test/support/chatPage.ts'
import { printForm } from '../test/support/paper.ts'
import { startService } from '../test/support/service.ts'

/**
 * Makes the README's pictures of the chat and the form from the running service, into docs:
 * `npm run build && node scripts/makeScreenshots.ts`. Those of the desk come from its journeys, with SCREENSHOTS=yes.
 */
const folder = await mkdtemp(join(tmpdir(), 'sealpass-'))
const service = await startService({ DATA_DIR: folder, OPERATOR_NAME: '示例平台' })
const browser = await openBrowser()
try {
  const phone = await browser.newContext({
    viewport: { width: 390, height: 780 },
    locale: 'zh-CN',
    deviceScaleFactor: 2,
  })
  const page = await phone.newPage()
  await page.goto(service.chat)
  await page.getByRole('button', { name: '开始' }).click()
  await page.getByText('您好').waitFor()
  const chat = chatPage(page)
  await chat.presses('新的密码查询')
  await chat.says('北京航空航天大学')
  await chat.presses(/^同意/u)
  await chat.presses('跳过')
  await chat.presses('跳过')
  await chat.says('王芳')
  await chat.says('信息中心')
  await chat.presses('身份证')
  await chat.says('110101190001010006')
  await chat.says('13800138000')
  await chat.presses('跳过')
  await chat.says('wangfang@example.com')
  await chat.presses('人员调整')
  await chat.presses(/^确认/u)
  const link = page.locator('a.document').last()
  const response = await page.request.get(new URL((await link.getAttribute('href')) ?? '', service.chat).href)
  const pdf = new Uint8Array(await response.body())
  await (await printForm(pdf)).resize({ width: 1000 }).png({ palette: true }).toFile('docs/form.png')
  await link.scrollIntoViewIfNeeded()
  await page.screenshot({ path: 'docs/chat.png' })
} finally {
  await browser.close()
  await service.stop()
  await rm(folder, { recursive: true, force: true })
}
const picture = await sharp('docs/chat.png').png({ palette: true }).toBuffer()
await sharp(picture).toFile('docs/chat.png')
