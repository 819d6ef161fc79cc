import type { ApplicationState } from './application.ts'
import { isMetadataAddress, isOwnAddress, isPublicAddress } from './publicAddress.ts'

/** What a webhook is sent, as JSON (Standard Webhooks): never anything personal. */
export type WebhookPayload =
  | {
      readonly type: 'application.stateChanged'
      /** When it happened, ISO 8601 in UTC; messages may come in another order. */
      readonly timestamp: string
      readonly data: { readonly applicationId: string; readonly state: ApplicationState }
    }
  | { readonly type: 'webhook.test'; readonly timestamp: string; readonly data: Record<string, never> }

/** How the row of an event names one that was asked for to try a webhook. */
export const testEventState = 'test'

export const webhookPayload = (event: {
  readonly applicationId: string
  readonly state: ApplicationState | typeof testEventState
  readonly at: Date
}): WebhookPayload => {
  const timestamp = event.at.toISOString()
  return event.state === testEventState
    ? { type: 'webhook.test', timestamp, data: {} }
    : {
        type: 'application.stateChanged',
        timestamp,
        data: { applicationId: event.applicationId, state: event.state },
      }
}

const minute = 60
const hour = 60 * minute
/** Waits in seconds after each failed attempt, as Standard Webhooks suggests them; about three days in all. */
const waits = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

export const maxAttempts = waits.length + 1

/**
 * When to try again after so many attempts, undefined when enough have failed. `random` (0 to 1) shifts it by up to a
 * tenth either way, so that what failed together does not come back together.
 */
export const nextAttemptAt = (attempts: number, now: Date, random: number): Date | undefined => {
  const wait = waits[attempts - 1]
  return wait === undefined ? undefined : new Date(now.getTime() + wait * 1000 * (0.9 + random / 5))
}

/** After a rotation the secret before it signs beside the new one for this long. */
export const rotationOverlapHours = 24

/** How long an event and what became of its deliveries are kept. */
export const eventDays = 30

export const maxWebhookUrlLength = 500

/** Where a webhook may lead. */
export interface WebhookReach {
  /** This machine itself, also without https: only for a service that is tried out on it. */
  readonly allowsOwnMachine: boolean
  /** Networks that are not the public internet, but for link-local ones and the metadata services of clouds. */
  readonly allowsPrivate: boolean
}

/** Whether a connection to an IP address is within reach. */
export const isWithinReach = (address: string, reach: WebhookReach): boolean =>
  isPublicAddress(address) ||
  (isOwnAddress(address) ? reach.allowsOwnMachine : reach.allowsPrivate && !isMetadataAddress(address))

/** A webhook's address as a URL parser takes it apart. */
export interface UrlParts {
  readonly href: string
  readonly protocol: string
  readonly username: string
  readonly password: string
  readonly hash: string
  /** IPv6 in brackets. */
  readonly hostname: string
}

/**
 * Whether an address can be a webhook's: https, no user in it, and a host that is no name or address of places out of
 * reach. What a name resolves to is known only when it is sent to.
 */
export const isWebhookUrl = (url: UrlParts, reach: WebhookReach): boolean => {
  const isOwn = ownName.test(url.hostname) || isOwnAddress(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn && reach.allowsOwnMachine))
    return false
  if (url.username !== '' || url.password !== '' || url.hash !== '' || url.href.length > maxWebhookUrlLength)
    return false
  if (isOwn) return reach.allowsOwnMachine
  const isAddress = /^[\d.]+$|^\[/u.test(url.hostname)
  return isAddress ? isWithinReach(url.hostname, reach) : reach.allowsPrivate || url.hostname.includes('.')
}

const ownName = /^(?:[\w-]+\.)*localhost\.?$/u

export interface Webhook {
  readonly id: string
  readonly url: string
  readonly isOn: boolean
  /** While the secret before the last rotation signs too. */
  readonly previousUntil: Date | undefined
}

/** One event on its way to one webhook. */
export interface WebhookDelivery {
  readonly eventId: string
  readonly applicationId: string
  readonly event: ApplicationState | typeof testEventState
  readonly at: Date
  readonly state: 'pending' | 'delivered' | 'failed'
  readonly attempts: number
  /** HTTP status of the last answer; undefined when there was none. */
  readonly lastStatus: number | undefined
  /** While pending. */
  readonly nextAttemptAt: Date
}

/** The administrators' side of webhooks; every change is audited. */
export interface Webhooks {
  /** Oldest first. */
  list(): Promise<readonly Webhook[]>
  find(id: string): Promise<Webhook | undefined>
  /** Newest first, at most `limit`; of events older than `olderThan`, when one is named. */
  deliveries(id: string, limit: number, olderThan?: string): Promise<readonly WebhookDelivery[]>
  countFailed(id: string): Promise<number>
  /** Gives the secret (`whsec_…`), this once; undefined when the address can be no webhook’s. */
  add(
    url: string,
    by: string,
    now: Date,
  ): Promise<{ readonly id: string; readonly secret: string } | undefined>
  /** Gives the new secret, this once; the one before signs beside it for a day. Undefined without such a webhook. */
  rotate(id: string, by: string, now: Date): Promise<string | undefined>
  /** Switched off, what it was not sent yet has failed, and may be replayed. */
  turn(id: string, isOn: boolean, by: string, now: Date): Promise<boolean>
  remove(id: string, by: string, now: Date): Promise<boolean>
  /** Sends it an event of no application; false when it is off or there is none. */
  test(id: string, by: string, now: Date): Promise<boolean>
  /** Sends an event again, with the id it had; false when the webhook is off, or has never been sent it. */
  replay(id: string, eventId: string, by: string, now: Date): Promise<boolean>
  /** Sends all that failed again, as `replay` does one; false when the webhook is off, or nothing has failed. */
  replayFailed(id: string, by: string, now: Date): Promise<boolean>
}

/** A message as it leaves. */
export interface DepartingWebhook {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Posts a message and gives the HTTP status of the answer; undefined when there was none in time, or the address turned
 * out to be out of reach. Redirects are not followed.
 */
export type SendWebhook = (message: DepartingWebhook) => Promise<number | undefined>

/** How long a receiver has to answer, in milliseconds. */
export const webhookTimeoutMs = 10_000
