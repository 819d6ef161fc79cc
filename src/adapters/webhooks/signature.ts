/** Secrets are `whsec_` and the base64 of so many random bytes. */
export const webhookSecretBytes = 24

export const formatWebhookSecret = (secret: Uint8Array): string =>
  `whsec_${btoa(String.fromCharCode(...secret))}`

/**
 * The headers of a message as Standard Webhooks 1.0 wants them: one signature for each secret, HMAC-SHA-256 over
 * `id.timestamp.body` in base64. `at` is the moment of this attempt.
 */
export const signedHeaders = async (
  message: { readonly id: string; readonly at: Date; readonly body: string },
  secrets: readonly Uint8Array[],
): Promise<Readonly<Record<string, string>>> => {
  const timestamp = Math.floor(message.at.getTime() / 1000).toString()
  const signed = new TextEncoder().encode(`${message.id}.${timestamp}.${message.body}`)
  const signatures = await Promise.all(
    secrets.map(async (secret) => {
      const key = await crypto.subtle.importKey(
        'raw',
        new Uint8Array(secret),
        { name: 'HMAC', hash: 'SHA-256' },
        false,
        ['sign'],
      )
      const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))
      return `v1,${btoa(String.fromCharCode(...signature))}`
    }),
  )
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
