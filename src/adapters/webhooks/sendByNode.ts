import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import {
  isWebhookUrl,
  isWithinReach,
  type SendWebhook,
  type WebhookReach,
  webhookTimeoutMs,
} from '../../core/webhook.ts'

/** As `dns.lookup` finds all addresses of a name. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

/**
 * Webhooks by Node's own client. What a name resolves to is looked at where the connection is made, so that no answer
 * of a name server between a look and the connection leads to a network out of reach.
 */
export const sendByNode = (reach: WebhookReach, resolveName: ResolveName = lookup): SendWebhook => {
  const lookUpWithinReach: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      const addresses = error ? [] : found.filter(({ address }) => isWithinReach(address, reach))
      const [first] = addresses
      if (!first) callback(error ?? new Error('The name leads nowhere within reach.'), '', 0)
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }

  return async ({ url: text, headers, body }) => {
    const url = new URL(text)
    if (!isWebhookUrl(url, reach)) return undefined
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    return new Promise((resolve) => {
      const sending = request(
        url,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body).toString() },
          lookup: lookUpWithinReach,
          // a connection of its own, since kept ones were not looked at for this name
          agent: false,
          signal: AbortSignal.timeout(webhookTimeoutMs),
        },
        (answer) => {
          resolve(answer.statusCode)
          // Nobody reads what else it says, or minds when that breaks off; the timeout bounds it.
          answer.on('error', () => undefined).resume()
        },
      )
      // whatever kept it from being answered, it is tried again
      sending.on('error', () => resolve(undefined))
      sending.end(body)
    })
  }
}
