import type { Context } from 'hono'

/**
 * What a page of ours posts; a body that is no form, or a broken one, holds nothing. Read by the host itself, which keeps
 * no second copy of the pictures in it.
 */
export const postedForm = async (c: Context): Promise<FormData> => {
  try {
    return await c.req.formData()
  } catch (error) {
    // undici's word for a body it cannot read as a form, on every host
    if (error instanceof TypeError) return new FormData()
    throw error
  }
}

/** A field as `plainText` gives it. A file, and a field that is missing, is empty. */
export const fieldOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? plainText(value) : ''
}

/**
 * What was typed, without what nobody sees and PostgreSQL does not take: control characters but line ends, and halves
 * of characters. Line ends as one character each, so that a length means the same here and in the browser.
 */
export const plainText = (typed: string): string =>
  typed
    .replaceAll('\r\n', '\n')
    .replace(/(?!\n)\p{Cc}|\p{Cs}|\uFFFD/gu, '')
    .trim()
