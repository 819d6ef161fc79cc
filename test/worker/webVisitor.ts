import { expect } from 'vitest'

/** The web chat as a page without scripts uses it, over plain requests. */
export interface WebVisitor {
  starts(): Promise<void>
  says(text: string): Promise<void>
  /** Presses the newest button with this label, or whose label fits. */
  presses(label: string | RegExp): Promise<void>
  uploads(bytes: Uint8Array): Promise<void>
  /** Waits until the page shows it. */
  sees(text: string | RegExp, options?: { timeout?: number }): Promise<void>
  readonly page: () => Promise<string>
  readonly fetch: (path: string) => Promise<Response>
}

export const webVisitor = (url: string): WebVisitor => {
  let cookie = ''
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { origin: url, 'accept-language': 'zh-CN', ...(cookie && { cookie }) },
    })
  const page = async (): Promise<string> => (await ask('/')).text()
  const post = async (fields: Readonly<Record<string, string | Blob>>): Promise<void> => {
    const body = new FormData()
    body.set('nonce', crypto.randomUUID())
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const answer = await ask('/chat', { method: 'POST', body })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
    for (const line of answer.headers.getSetCookie()) cookie = line.split(';', 1).join('')
  }
  return {
    starts: async () => post({ command: 'start' }),
    says: async (text) => post({ text }),
    presses: async (label) => {
      const html = await page()
      const buttons = html.matchAll(/<button[^>]* name="(choice|command)" value="([^"]*)"[^>]*>([^<]*)</gu)
      const button = [...buttons].findLast(([, , , shown = '']) =>
        typeof label === 'string' ? shown.trim() === label : label.test(shown),
      )
      if (!button) throw new Error(`there is no button ${String(label)}`)
      const [, name = '', value = ''] = button
      await post({ [name]: value.replaceAll('&amp;', '&') })
    },
    uploads: async (bytes) =>
      post({ picture: new File([new Uint8Array(bytes)], 'scan.jpg', { type: 'image/jpeg' }) }),
    sees: async (text, { timeout = 20_000 } = {}) => {
      await expect.poll(page, { timeout }).toMatch(text)
    },
    page,
    fetch: ask,
  }
}
