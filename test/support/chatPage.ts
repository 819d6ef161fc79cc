import type { Page } from 'playwright-core'

/** The web chat as a person uses it. */
export interface ChatPage {
  /** Types an answer, sends it, and waits for what the service says next. */
  says(text: string): Promise<void>
  presses(label: string | RegExp): Promise<void>
  /** Chooses pictures and sends them at once. */
  uploads(...pictures: readonly Uint8Array[]): Promise<void>
  /** Waits until the service has said it since the person's last action. */
  sees(text: string | RegExp): Promise<void>
}

export const chatPage = (page: Page): ChatPage => {
  /** Entries the page showed when the person acted last: what they wait for comes after these. */
  let seen = 0
  const entries = page.locator('#transcript > li')
  const act = async (action: () => Promise<void>): Promise<void> => {
    const before = await entries.count()
    await action()
    seen = before
    await entries.nth(before).waitFor()
    await page.locator('#composer:not([aria-busy="true"])').waitFor()
  }
  return {
    says: async (text) =>
      act(async () => {
        await page.locator('#text').fill(text)
        await page.locator('#composer .answer button').click()
      }),
    presses: async (label) =>
      act(async () => page.locator('#composer').getByRole('button', { name: label }).first().click()),
    uploads: async (...pictures) =>
      act(async () => {
        const folded = page.locator('details:not([open]):has(#picture) summary')
        if ((await folded.count()) > 0) await folded.click()
        await page.locator('#picture').setInputFiles(
          pictures.map((bytes) => ({
            name: 'scan.jpg',
            mimeType: 'image/jpeg',
            buffer: Buffer.from(bytes),
          })),
        )
        await page.locator('.picture button').click()
      }),
    sees: async (text) => {
      const fresh = page.locator(`#transcript > li.service:nth-child(n + ${seen + 1})`)
      await fresh.filter({ hasText: text }).first().waitFor({ timeout: 20_000 })
    },
  }
}
