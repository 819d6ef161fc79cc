import type { WebhookReach } from '../core/webhook.ts'
import type { Config } from './config.ts'

/** Where webhooks of a service at `address` may lead. One without https is being tried out on one machine. */
export const webhookReach = (
  address: string,
  { WEBHOOKS_PRIVATE }: Pick<Config, 'WEBHOOKS_PRIVATE'>,
): WebhookReach => ({
  allowsOwnMachine: address.startsWith('http:'),
  allowsPrivate: WEBHOOKS_PRIVATE === 'yes',
})
