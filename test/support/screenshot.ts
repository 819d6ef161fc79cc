import type { Page } from 'playwright-core'
import sharp from 'sharp'

/**
 * With SCREENSHOTS=yes the journeys leave the README's pictures in docs, light and of that size; otherwise this does
 * nothing.
 */
export const screenshot = async (
  page: Page,
  name: string,
  size = { width: 1280, height: 800 },
): Promise<void> => {
  if (process.env['SCREENSHOTS'] !== 'yes') return
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light' })
  const picture = await page.screenshot()
  await sharp(picture).png({ palette: true }).toFile(`docs/${name}.png`)
}
