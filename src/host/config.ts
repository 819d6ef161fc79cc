import * as z from 'zod'
import { Fault } from '../core/fault.ts'

/** A variable that is absent and one that is empty mean the same. */
const blankIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value
const variable = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankIsAbsent, schema)

const httpUrl = z.url({ protocol: /^https?$/u, error: 'must be an http:// or https:// address' })
const withoutSlash = (address: string): string => address.replace(/\/+$/u, '')
/** Links, cookies and forms of ours begin at the root, so an address below a path would break them one by one. */
const isOrigin = (address: string): boolean =>
  URL.canParse(address) && new URL(address).href === `${new URL(address).origin}/`
const words = (longest: number) =>
  z.string().max(longest, { error: `must have at most ${longest} characters` })

const variables = z.object({
  HOST: variable(z.string().default('127.0.0.1')),
  PORT: variable(z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(8080)),
  PUBLIC_URL: variable(
    httpUrl
      .refine(isOrigin, {
        error: 'must be an address without user, path or query, as https://host or https://host:port',
      })
      .transform((address) => new URL(address).origin)
      .optional(),
  ),
  DATABASE_URL: variable(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//u, 'must begin with postgres:// or postgresql://')
      .refine((address) => URL.canParse(address), {
        error: 'must be an address; in user and password write # / ? @ and : as %23 %2F %3F %40 and %3A',
      })
      .optional(),
  ),
  DATA_DIR: variable(z.string().default('data')),
  OBJECTS_URL: variable(
    httpUrl
      .refine(isOrigin, { error: 'must be the address of the Worker that keeps the objects, without a path' })
      .transform((address) => new URL(address).origin)
      .optional(),
  ),
  MASTER_KEY: variable(
    z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=$/u, 'must be 32 bytes in base64 (openssl rand -base64 32)')
      .optional(),
  ),
  TELEGRAM_BOT_TOKEN: variable(
    z
      .string()
      .regex(/^\d+:[\w-]+$/u, 'must be a bot token as BotFather gives it')
      .optional(),
  ),
  TELEGRAM_API_ROOT: variable(httpUrl.transform(withoutSlash).default('https://api.telegram.org')),
  TELEGRAM_WEBHOOK_SECRET: variable(
    z
      .string()
      .regex(/^[\w-]{8,256}$/u, 'must be 8 to 256 letters, digits, _ or -')
      .optional(),
  ),
  FORM_LAYOUT: variable(z.string().optional()),
  FORM_RARE_FONT: variable(z.string().optional()),
  OPERATOR_NAME: variable(words(60).default('Sealpass')),
  OPERATOR_CONTACT: variable(words(200).default('平台客服')),
  OPERATOR_CONTACT_EN: variable(words(200).default('the platform’s support')),
  WEBHOOKS_PRIVATE: variable(z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no')),
  DESK_OIDC_ISSUER: variable(httpUrl.optional()),
  DESK_OIDC_CLIENT_ID: variable(z.string().optional()),
  DESK_OIDC_CLIENT_SECRET: variable(z.string().optional()),
  RETENTION_DAYS: variable(
    z.coerce.number({ error: 'must be a number of days' }).int().min(1).max(3_650).default(180),
  ),
})

/** Of every variable that is read. */
export const variableNames: readonly string[] = Object.keys(variables.shape)

const oidcNames = ['DESK_OIDC_ISSUER', 'DESK_OIDC_CLIENT_ID', 'DESK_OIDC_CLIENT_SECRET'] as const

export type Config = Readonly<z.infer<typeof variables>>

/**
 * Reads the configuration once and checks it as a whole. Throws one Fault 'alert' that names every variable at fault
 * and what is wrong with it, and prints no value.
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = variables
    .refine((config) => !config.PUBLIC_URL || !config.TELEGRAM_BOT_TOKEN || config.TELEGRAM_WEBHOOK_SECRET, {
      path: ['TELEGRAM_WEBHOOK_SECRET'],
      error: 'is required when TELEGRAM_BOT_TOKEN and PUBLIC_URL are set',
    })
    .refine((config) => oidcNames.every((name) => config[name]) || !oidcNames.some((name) => config[name]), {
      path: ['DESK_OIDC_ISSUER'],
      error: 'and DESK_OIDC_CLIENT_ID and DESK_OIDC_CLIENT_SECRET are set together or not at all',
    })
    .safeParse(environment)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
  throw new Fault(
    'alert',
    `The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n${faults.join('\n')}`,
  )
}
