import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** Of the package's own arguments, these two end the browser with its first page, and the third lifts its rules. */
const unwanted = ['--single-process', '--no-zygote', '--disable-web-security']

/** A real Chromium, from npm; that it is missing is a failure. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      ...chromium.args.filter((argument) => !unwanted.includes(argument)),
      '--no-sandbox',
      '--disable-background-networking',
      '--no-first-run',
    ],
    headless: true,
  })
