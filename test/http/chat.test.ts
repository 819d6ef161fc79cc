import { beforeEach, describe, expect, it } from 'vitest'
import type { Incoming } from '../../src/core/chat.ts'
import type { TranscriptEntry } from '../../src/core/ports.ts'
import { chatRoutes } from '../../src/http/chat/chatRoutes.tsx'

const at = new Date('2026-11-23T08:00:00Z')
let entries: TranscriptEntry[] = []
let taken: Incoming[] = []
let uploads = new Map<string, Uint8Array<ArrayBuffer>>()
const asked: string[] = []

beforeEach(() => {
  entries = []
  taken = []
  uploads = new Map()
})

let ids = 0
const app = chatRoutes({
  takeTurn: async (incoming) => {
    if (taken.some((known) => known.updateId === incoming.updateId)) return 'seen'
    taken.push(incoming)
    return 'taken'
  },
  transcript: {
    language: async () => (entries.length > 0 ? 'zh-CN' : undefined),
    read: async (_chat, { after }) =>
      entries.filter((entry) => after === undefined || Number(entry.id) > Number(after)),
  },
  files: {
    document: async (chatId) => {
      asked.push(chatId)
      return undefined
    },
    picture: async () => new Uint8Array([0xff, 0xd8]),
  },
  uploads: {
    put: async (key, bytes) => void uploads.set(key, new Uint8Array(bytes)),
    find: async (key) => uploads.get(key),
    remove: async (key) => void uploads.delete(key),
  },
  host: { now: () => at, randomBytes: (count) => new Uint8Array(count).fill(9), uuid: () => `id-${++ids}` },
  hashVisitor: async (cookie) => `hash(${cookie.slice(0, 60)}|${cookie.slice(-40)})`,
  operatorName: '示例平台',
  publicUrl: 'http://127.0.0.1:8080',
})

const post = async (fields: Record<string, string | File>, headers: Record<string, string> = {}) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return app.request('/chat', { method: 'POST', body, headers: { origin: 'http://localhost', ...headers } })
}

const says = (text: string, more: object = {}): TranscriptEntry => ({
  id: String(entries.length + 1),
  at,
  direction: 'out',
  message: { type: 'text', text, ...more },
})

describe('a visitor without a conversation', () => {
  it('is greeted, and nothing is stored or set', async () => {
    const response = await app.request('/')
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(await response.text()).toContain('value="start"')
    expect(taken).toEqual([])
  })

  it('is greeted in English when their browser asks for it', async () => {
    const response = await app.request('/', { headers: { 'accept-language': 'en-GB,en;q=0.9' } })
    expect(await response.text()).toContain('<html lang="en">')
  })

  it('may begin with a picture, in a form that sends it', async () => {
    const page = await (await app.request('/')).text()
    expect(page).toMatch(/<form[^>]*action="\/chat" enctype="multipart\/form-data"/u)
    expect(page).toMatch(/<input id="picture" name="picture" type="file"[^>]*multiple/u)
    const picture = new File([new Uint8Array([1, 2, 3])], 'form.jpg')
    await post({ nonce: 'n1', argument: '', picture })
    expect(taken.map(({ input }) => input.type)).toEqual(['picture'])
    await post({ nonce: 'n2', argument: '', command: 'start', picture })
    expect(taken.slice(1).map(({ input }) => input.type)).toEqual(['command', 'picture'])
  })

  it('gets a cookie that scripts cannot read with the first thing they say', async () => {
    const response = await post({ nonce: 'n1', command: 'start' })
    expect(response.status).toBe(303)
    expect(response.headers.get('set-cookie')).toMatch(/sealpass_chat=[\w-]{43};.*HttpOnly; SameSite=Lax/u)
    expect(taken).toMatchObject([
      { channel: 'web', input: { type: 'command', command: 'start', argument: '' } },
    ])
  })

  it('brings a form number from the barcode along, and nothing that is none', async () => {
    expect(await (await app.request('/?form=%22%3E%3Cscript%3E')).text()).not.toContain('script>"')
    const good = await (await app.request('/?form=00000000000000000000')).text()
    expect(good).toContain('value="00000000000000000000"')
  })
})

describe('what is sent', () => {
  it('counts once, however often the same submission comes', async () => {
    await post({ nonce: 'n1', text: '北京大学' })
    await post({ nonce: 'n1', text: '北京大学' })
    expect(taken).toHaveLength(1)
  })

  it('counts again when a page is used once more for another answer', async () => {
    await post({ nonce: 'n1', text: '北京大学' })
    await post({ nonce: 'n1', text: '清华大学' })
    expect(taken).toHaveLength(2)
  })

  it('becomes a choice, a command or a picture', async () => {
    await post({ nonce: 'a', choice: '3:askReason:forgotten', text: '' })
    await post({ nonce: 'b', command: 'back' })
    await post({ nonce: 'c', picture: new File([new Uint8Array([1, 2, 3])], 'scan.jpg') })
    expect(taken.map((incoming) => incoming.input)).toMatchObject([
      { type: 'choice', choice: { step: 'askReason', version: 3, option: 'forgotten' } },
      { type: 'command', command: 'back' },
      { type: 'picture', picture: { source: 'upload', bytes: 3 } },
    ])
    expect(taken.at(-1)?.input).not.toHaveProperty('inAlbum')
    expect([...uploads.values()]).toEqual([new Uint8Array([1, 2, 3])])
  })

  it('may be two pictures at once, each an update of its own that counts once', async () => {
    const send = async (names: readonly string[]) => {
      const body = new FormData()
      body.append('nonce', 'two')
      for (const name of names) body.append('picture', new File([new Uint8Array([1, 2, 3])], name))
      const headers = { origin: 'http://localhost' }
      return app.request('/chat', { method: 'POST', body, headers })
    }
    await send(['image.jpg', 'image.jpg'])
    await send(['image.jpg', 'image.jpg'])
    expect(taken.map(({ input }) => input.type)).toEqual(['picture', 'picture'])
    const keys = taken.map(
      ({ input }) => input.type === 'picture' && 'key' in input.picture && input.picture.key,
    )
    expect(new Set(keys).size).toBe(2)
    expect(taken.map(({ input }) => input.type === 'picture' && input.inAlbum)).toEqual([true, true])
    expect((await send(['a', 'b', 'c'])).status).toBe(400)
    expect(taken).toHaveLength(2)
  })

  it('is what was typed and then the picture beside it; whoever presses a button leaves the picture', async () => {
    const picture = new File([new Uint8Array([1, 2, 3])], 'scan.jpg')
    await post({ nonce: 'a', text: '清华大学', picture })
    expect(taken.map(({ input }) => input.type)).toEqual(['text', 'picture'])
    await post({ nonce: 'b', choice: '3:start:new', text: '', picture })
    await post({ nonce: 'c', command: 'back', text: '', picture })
    expect(taken.slice(2).map(({ input }) => input.type)).toEqual(['choice', 'command'])
  })

  it('is taken from the public address, which behind a proxy is another than the request names', async () => {
    expect((await post({ nonce: 'a', text: 'x' }, { origin: 'http://127.0.0.1:8080' })).status).toBe(303)
  })

  it('is refused in a sentence when it is nothing, of another site, or too large', async () => {
    expect((await post({ nonce: 'a' })).status).toBe(400)
    expect((await post({ nonce: 'a', choice: 'nonsense' })).status).toBe(400)
    expect((await post({ nonce: 'a', text: 'x' }, { origin: 'https://evil.example' })).status).toBe(403)
    const large = await post({ nonce: 'a', picture: new File([new Uint8Array(21 * 1024 * 1024)], 'x.jpg') })
    expect(large.status).toBe(413)
    expect(await large.text()).toContain('20 MB')
    const both = new FormData()
    for (const name of ['x.jpg', 'y.jpg'])
      both.append('picture', new File([new Uint8Array(10 * 1024 * 1024 + 1)], name))
    const together = await app.request('/chat', {
      method: 'POST',
      body: both,
      headers: { origin: 'http://localhost' },
    })
    expect(together.status).toBe(413)
    expect(taken).toEqual([])
    expect(uploads.size).toBe(0)
  })
})

describe('a conversation', () => {
  const cookie = { cookie: `sealpass_chat=${'A'.repeat(43)}` }
  const choice = { id: { step: 'askReason', version: 4, option: 'other' }, label: '其他' }

  it('shows what was said, with markup as text, and the buttons of the newest question alone', async () => {
    entries.push(says('<b>旧</b>', { choices: [[{ ...choice, id: { ...choice.id, version: 1 } }]] }))
    entries.push({ id: '2', at, direction: 'in', echo: { text: '密码遗忘' } })
    entries.push(says('请选择', { choices: [[choice]], expects: { type: 'choice' } }))
    const page = await (await app.request('/', { headers: cookie })).text()
    expect(page).toContain('&lt;b&gt;旧&lt;/b&gt;')
    expect(page).toContain('value="4:askReason:other"')
    expect(page).not.toContain('value="1:askReason:other"')
  })

  it('offers the control that fits the question', async () => {
    entries.push(says('手机号码', { expects: { type: 'text', field: 'mobile', mode: 'tel' } }))
    expect(await (await app.request('/', { headers: cookie })).text()).toMatch(
      /<input id="text"[^>]*type="tel"/u,
    )
    entries.push(says('请上传', { expects: { type: 'picture', kind: 'form' } }))
    expect(await (await app.request('/', { headers: cookie })).text()).toMatch(
      /type="file" accept="image\/\*,application\/pdf" multiple/u,
    )
  })

  it('offers to send a picture where one is an answer too, and where it is none does not', async () => {
    const picture = /<details>.*type="file".*formnovalidate.*<\/details>/su
    const shown = async () => (await app.request('/', { headers: cookie })).text()
    const text = { type: 'text', field: 'formUnitName', mode: 'text' }
    const asking = { choices: [[choice]], expects: { type: 'choice' } }
    entries.push(says('请选择', { ...asking, takesPictures: true }))
    expect(await shown()).toMatch(picture)
    entries.push(says('收到图片'))
    expect(await shown()).toMatch(picture)
    entries.push(says('单位全称', { expects: text, takesPictures: true }))
    expect(await shown()).toMatch(picture)
    entries.push(says('密码查询原因', asking))
    expect(await shown()).not.toContain('type="file"')
  })

  it('looks for news without scripts, but not while something may be typed or chosen', async () => {
    const refreshes = async () =>
      (await (await app.request('/', { headers: cookie })).text()).includes('http-equiv="refresh"')
    const asking = { choices: [[choice]], expects: { type: 'choice' } }
    entries.push(says('请选择', asking))
    expect(await refreshes()).toBe(true)
    entries.push(says('请选择', { ...asking, takesPictures: true }))
    expect(await refreshes()).toBe(false)
    const later = new Date(at.getTime() + 1)
    entries.push({ id: '3', at: later, direction: 'in', echo: { text: '[图片]', isPicture: true } })
    entries.push({ ...says('正在识别'), at: later })
    expect(await refreshes()).toBe(true)
    entries.push({ ...says('没有认出'), at: new Date(at.getTime() + 2) })
    expect(await refreshes()).toBe(false)
    entries.push(says('单位全称', { expects: { type: 'text', field: 'formUnitName', mode: 'text' } }))
    expect(await refreshes()).toBe(false)
  })

  it('shows a scan with its doubtful places marked', async () => {
    const scanId = '0e0f0a0b-0000-4000-8000-000000000000'
    const picture = { kind: 'marked', scanId } as const
    entries.push({ id: '1', at, direction: 'out', message: { type: 'picture', picture, caption: '图' } })
    const page = await (await app.request('/', { headers: cookie })).text()
    expect(page).toContain(`src="/chat/marked/${scanId}"`)
    expect((await app.request(`/chat/marked/${scanId}`, { headers: cookie })).status).toBe(200)
    expect((await app.request('/chat/marked/x', { headers: cookie })).status).toBe(404)
  })

  it('shows a scan small, and leads to it as it was sent', async () => {
    const scanId = '0e0f0a0b-0000-4000-8000-000000000000'
    const picture = { kind: 'scan', scanId } as const
    entries.push({ id: '1', at, direction: 'out', message: { type: 'picture', picture, caption: '图' } })
    const page = await (await app.request('/', { headers: cookie })).text()
    expect(page).toContain(`href="/chat/scan/${scanId}"`)
    expect(page).toContain(`src="/chat/thumbnail/${scanId}"`)
    expect((await app.request(`/chat/thumbnail/${scanId}`, { headers: cookie })).status).toBe(200)
  })

  it('hands an open page what came since, and nothing when nothing did', async () => {
    entries.push(says('先前的话'))
    entries.push(says('后来的话'))
    const update = await app.request('/chat/after/1', { headers: cookie })
    expect(update.status).toBe(200)
    const html = await update.text()
    expect(html).toContain('后来的话')
    expect(html).not.toContain('先前的话')
    expect((await app.request('/chat/after/2', { headers: cookie })).status).toBe(204)
    expect((await app.request('/chat/after/2')).status).toBe(404)
  })

  it('is kept from caches, frames and foreign scripts', async () => {
    const { headers } = await app.request('/', { headers: cookie })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/u)
  })

  it('shows files to their own chat alone', async () => {
    const path = '/chat/form/0e0f0a0b-0000-4000-8000-000000000000'
    expect((await app.request(path)).status).toBe(404)
    expect((await app.request(path, { headers: cookie })).status).toBe(404)
    expect(asked).toHaveLength(1)
    expect((await app.request('/chat/scan/../../etc', { headers: cookie })).status).toBe(404)
  })
})
