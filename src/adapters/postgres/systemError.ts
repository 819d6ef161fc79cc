/** True for an error of Node's system calls, or of PostgreSQL, that carries one of these codes (`ENOENT`, `57P03`, …). */
export const isCode = (
  error: unknown,
  ...codes: readonly string[]
): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
