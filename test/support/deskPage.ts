import type { Page } from 'playwright-core'
import { totp } from './totp.ts'

/** Signs a new reviewer in for the first time: password, then the second factor's enrolment. Resolves at the queue. */
export const enrolReviewer = async (
  page: Page,
  desk: string,
  reviewer: { readonly email: string; readonly password: string },
): Promise<void> => {
  await page.goto(desk)
  await page.getByLabel('电子邮箱').fill(reviewer.email)
  await page.getByLabel('密码').fill(reviewer.password)
  await page.keyboard.press('Enter')
  const secret = await page.locator('.secret').textContent()
  await page.getByLabel('验证码').fill(totp(secret ?? '', new Date()))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '队列' }).waitFor()
}

/** Approves what the page shows, for its first account and with the whole checklist. */
export const approve = async (page: Page): Promise<void> => {
  await page.locator('input[name=account]').first().check()
  for (const item of await page.locator('input[name=checklist]').all()) await item.check()
  await page.locator('button.approve').click()
}
