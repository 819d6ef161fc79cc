import type { OpenAPIHonoOptions } from '@hono/zod-openapi'
import type { ApiEnv } from './apiEnv.ts'
import { refuse } from './problems.ts'

const places = {
  json: 'body',
  form: 'body',
  query: 'query',
  header: 'header',
  cookie: 'header',
} as const

/** Of these the schema's own sentence names what is expected, and nothing that was sent. */
const tellingCodes: ReadonlySet<string> = new Set([
  'invalid_type',
  'invalid_value',
  'invalid_format',
  'too_big',
  'too_small',
])

/**
 * Answers a request that its schema does not take: where, and what is expected there. What cannot stand in an address
 * makes it one at which there is nothing.
 */
export const describeFaults: NonNullable<OpenAPIHonoOptions<ApiEnv>['defaultHook']> = (result, c) => {
  if (result.success) return undefined
  const { target } = result
  if (target === 'param') return refuse(c, 'notFound')
  return refuse(c, 'invalidRequest', {
    errors: result.error.issues.map(({ path, code, message }) => ({
      in: places[target],
      pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      message: code !== undefined && tellingCodes.has(code) ? message : 'Not what is expected here.',
    })),
  })
}
