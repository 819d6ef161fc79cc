import { readFileSync } from 'node:fs'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

const sizes = [
  { width: 1280, height: 860 },
  { width: 390, height: 844 },
]

/** Of its rules, the one of WCAG 2.2 is off unless it is asked for. */
const run = "axe.run({ rules: { 'target-size': { enabled: true } } })"

/** What axe-core finds and what sticks out sideways, on screens wide and narrow, by day and by night. */
export const faultsOf = async (page: Page): Promise<readonly string[]> => {
  const faults: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(axe)
      const { violations } = await page.evaluate<AxeResults>(run)
      for (const { id, nodes } of violations)
        faults.push(...nodes.map(({ html }) => `${id} at ${size.width} ${colorScheme}: ${html}`))
    }
    const overflow = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    if (overflow > 0) faults.push(`${overflow} px too wide at ${size.width}`)
  }
  return faults
}
