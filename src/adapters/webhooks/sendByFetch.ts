import { isWebhookUrl, type SendWebhook, type WebhookReach, webhookTimeoutMs } from '../../core/webhook.ts'

/**
 * Webhooks by `fetch`, for hosts that cannot look at what a name resolves to. On Workers that is the platform's part:
 * its requests leave for the public internet alone.
 */
export const sendByFetch =
  (reach: WebhookReach): SendWebhook =>
  async ({ url, headers, body }) => {
    if (!isWebhookUrl(new URL(url), reach)) return undefined
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...headers },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(webhookTimeoutMs),
      })
      await answer.body?.cancel()
      return answer.status
    } catch {
      // whatever kept it from being answered, it is tried again
      return undefined
    }
  }
