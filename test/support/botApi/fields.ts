import { badRequest } from './refusal.ts'
import type { Button } from './world.ts'

/** The fields of one call, whether they came as JSON or as multipart, where all are text or files. */
export class Fields {
  private readonly values: ReadonlyMap<string, unknown>

  constructor(values: ReadonlyMap<string, unknown>) {
    this.values = values
  }

  /** For a test to look at: the fields as sent, files as their bytes' count. */
  get shown(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      [...this.values].map(([name, value]) => [
        name,
        value instanceof File ? { fileName: value.name, bytes: value.size } : value,
      ]),
    )
  }

  text(name: string): string {
    const value = this.values.get(name)
    if (typeof value === 'string') return value
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
  }

  integer(name: string, fallback = 0): number {
    const text = this.text(name)
    return /^-?\d+$/u.test(text) ? Number(text) : fallback
  }

  file(name: string): File | undefined {
    const value = this.values.get(name)
    return value instanceof File ? value : undefined
  }

  json(name: string, reason: string): unknown {
    const value = this.values.get(name)
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      throw badRequest(reason)
    }
  }

  /** Rows of inline buttons. Buttons without a text are dropped, as Telegram drops them. */
  buttons(): readonly (readonly Button[])[] {
    const markup = this.json('reply_markup', "can't parse reply markup JSON object")
    if (markup === undefined || markup === '') return []
    if (typeof markup !== 'object' || markup === null) throw badRequest('object expected as reply markup')
    if (!('inline_keyboard' in markup)) return []
    const { inline_keyboard: rows } = markup
    if (!Array.isArray(rows))
      throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an array')
    return rows.map((row: unknown) => {
      if (!Array.isArray(row))
        throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an array of arrays')
      return row.map(buttonOf).filter(({ text }) => text !== '')
    })
  }
}

const buttonOf = (value: unknown): Button => {
  const button = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  if (!button) throw badRequest('an inline keyboard button must be an Object')
  const { text, callback_data: data, url } = button
  if (typeof text !== 'string') throw badRequest('field "text" must be of type String')
  if (typeof url === 'string') return { text, url }
  if (typeof data !== 'string') {
    throw badRequest('inline keyboard button: Text buttons are unallowed in the inline keyboard')
  }
  const bytes = new TextEncoder().encode(data).length
  if (bytes === 0 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID')
  return { text, callback_data: data }
}

export const readFields = async (request: Request): Promise<Fields> => {
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('multipart/form-data')) {
    return new Fields(new Map((await request.formData()).entries()))
  }
  if (type.startsWith('application/json')) {
    const body: unknown = JSON.parse(await request.text())
    return new Fields(new Map(Object.entries(body as Record<string, unknown>)))
  }
  return new Fields(new Map(new URL(request.url).searchParams))
}
