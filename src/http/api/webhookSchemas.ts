import { z } from '@hono/zod-openapi'
import { applicationStates } from '../../core/application.ts'
import { rotationOverlapHours, type WebhookPayload, webhookTimeoutMs } from '../../core/webhook.ts'

const timestamp = z.iso
  .datetime()
  .openapi({ description: 'When it happened. Messages may come twice, and in another order.' })

const stateChanged = z
  .object({
    type: z.literal('application.stateChanged'),
    timestamp,
    data: z.object({ applicationId: z.uuid(), state: z.enum(applicationStates) }),
  })
  .openapi('ApplicationStateChanged')

const test = z
  .object({ type: z.literal('webhook.test'), timestamp, data: z.strictObject({}) })
  .openapi('WebhookTest')

/** In the order of their types; what is sent and not described here does not compile. */
const messages = {
  'application.stateChanged': { summary: 'An application has another state', schema: stateChanged },
  'webhook.test': { summary: 'An administrator tries the webhook', schema: test },
} as const satisfies {
  [Type in WebhookPayload['type']]: {
    readonly summary: string
    readonly schema: z.ZodType<Extract<WebhookPayload, { type: Type }>>
  }
}

const headers = z.object({
  'webhook-id': z.uuid().openapi({ description: 'Of the event: the same when it is sent again.' }),
  'webhook-timestamp': z.string().openapi({ description: 'Of this attempt, in seconds since 1970.' }),
  'webhook-signature': z.string().openapi({
    description: `\`v1,\` and the base64 of HMAC-SHA-256 over \`id.timestamp.body\`, by the secret behind \`whsec_\`; two of them, with a space between, for ${rotationOverlapHours} hours after the secret was rotated.`,
  }),
})

/** The messages that webhooks are sent, as the API's description has them. */
export const webhookMessages = Object.entries(messages).map(([path, { summary, schema }]) => ({
  method: 'post' as const,
  path,
  summary,
  description: `Signed by Standard Webhooks. Any status from 200 to 299, within ${webhookTimeoutMs / 1000} seconds, is taken for delivered; 410 switches the webhook off; after anything else it is sent again, for about three days.`,
  request: { headers, body: { required: true, content: { 'application/json': { schema } } } },
  responses: { 204: { description: 'Taken.' } },
}))
