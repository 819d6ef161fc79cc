/**
 * What is ours or the world's to mend, thrown: its kind says what to do next.
 *
 * - `retry`: the same again later may succeed (a gateway down, a lock timeout).
 * - `refused`: the other side understood and said no; the same again will be refused again.
 * - `alert`: only an operator can mend it (a wrong key, a missing font, a broken invariant).
 *
 * The message is for operators; it never carries personal data.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly kind: 'retry' | 'refused' | 'alert'
  /** Not before this moment, when the other side named one (HTTP 429 `Retry-After`). */
  readonly retryAt: Date | undefined

  constructor(
    kind: 'retry' | 'refused' | 'alert',
    message: string,
    options?: { cause?: unknown; retryAt?: Date },
  ) {
    super(message, options && 'cause' in options ? { cause: options.cause } : undefined)
    this.kind = kind
    this.retryAt = options?.retryAt
  }
}
