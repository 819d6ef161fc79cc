import { z } from 'zod'

/** A variable that is absent and one that is empty mean the same. */
const blankIsAbsent = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value
const variable = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(blankIsAbsent, schema)

const httpUrl = z.url({ protocol: /^https?$/u, error: 'must be an http:// or https:// address' })
const withoutSlash = (address: string): string => address.replace(/\/+$/u, '')

/** Every variable, in the order README lists them. */
const variables = z.object({
  HOST: variable(z.string().default('127.0.0.1')),
  PORT: variable(z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(8080)),
  PUBLIC_URL: variable(httpUrl.transform(withoutSlash).optional()),
  DATABASE_URL: variable(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//u, 'must begin with postgres:// or postgresql://')
      .optional(),
  ),
  DATA_DIR: variable(z.string().default('data')),
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
  OPERATOR_NAME: variable(z.string().max(60).default('Sealpass')),
  OPERATOR_CONTACT: variable(z.string().max(200).default('请联系平台客服')),
  OPERATOR_CONTACT_EN: variable(z.string().max(200).default('please ask the platform’s support')),
  RETENTION_DAYS: variable(
    z.coerce.number({ error: 'must be a number of days' }).int().min(1).max(3_650).default(180),
  ),
})

export type Config = Readonly<z.infer<typeof variables>>

/**
 * Reads the configuration once and checks it as a whole. Throws one Error that names every variable at fault and
 * what is wrong with it, and prints no value.
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = variables
    .refine((config) => !config.PUBLIC_URL || !config.TELEGRAM_BOT_TOKEN || config.TELEGRAM_WEBHOOK_SECRET, {
      path: ['TELEGRAM_WEBHOOK_SECRET'],
      error: 'is required when TELEGRAM_BOT_TOKEN and PUBLIC_URL are set',
    })
    .safeParse(environment)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
  throw new Error(
    `The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n${faults.join('\n')}`,
  )
}
