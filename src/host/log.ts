import { Fault } from '../core/fault.ts'
import type { Log } from '../core/ports.ts'

type Level = keyof Log

/**
 * One JSON line per entry. An error among the fields (`err`) is written as its name, code and places in our code;
 * its message only if it is a Fault, because those of libraries quote what they were given.
 */
export const jsonLog = (write: (line: string) => void, now: () => Date): Log => {
  const entry =
    (level: Level) =>
    (fields: object, message: string): void => {
      const { err, ...rest }: { err?: unknown } = { ...fields }
      write(
        JSON.stringify({
          time: now().toISOString(),
          level,
          message,
          ...rest,
          ...(err !== undefined && { err: describeError(err) }),
        }),
      )
    }
  return { info: entry('info'), warn: entry('warn'), error: entry('error') }
}

export interface DescribedError {
  readonly name: string
  readonly kind?: string
  readonly message?: string
  readonly code?: string
  readonly at?: readonly string[]
  readonly cause?: DescribedError
}

/** An error without anything it may have quoted. */
export const describeError = (error: unknown): DescribedError => {
  if (!(error instanceof Error)) return { name: typeof error }
  const { name, stack, cause } = error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const at = (stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line))
  return {
    name,
    ...(error instanceof Fault && { kind: error.kind, message: error.message }),
    ...(code !== undefined && { code }),
    at: at.slice(0, 6).map((line) => line.trim()),
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}
