import type { Language } from '../application.ts'
import { credentialTexts } from '../credentialTexts.ts'
import { Fault } from '../fault.ts'
import { makeOneTimePassword } from '../oneTimePassword.ts'
import type { Directory, Gateway, Host, Jobs } from '../ports.ts'

/** What is to be done for a delivery, in this order; `mail` only when SMS keeps failing (R15). */
export type DeliveryStep = 'reset' | 'sms' | 'mail'

/** How often a step is tried before what follows its failure. A crash in the middle of one counts as a try. */
export const deliveryTries: Readonly<Record<DeliveryStep, number>> = { reset: 10, sms: 5, mail: 5 }

/** A delivery as far as it is stored. */
export interface Delivery {
  readonly applicationId: string
  /** Counts the deliveries of one application from 1: the desk can ask for another after a failed one. */
  readonly round: number
  readonly accountId: string
  readonly accountName: string
  readonly password: string
  readonly step: DeliveryStep
  /** Tries of the step, the one that begins now among them. */
  readonly tries: number
  readonly language: Language
  readonly mobile: string
  readonly email: string
}

/** Each call is one transaction. One for a round that is over changes nothing. */
export interface CredentialStore {
  /**
   * Counts a try of the delivery's step, and stores the delivery first if there is none, with the password that
   * `makePassword` gives, sealed. Undefined unless the application is approved.
   */
  begin(applicationId: string, now: Date, makePassword: () => string): Promise<Delivery | undefined>
  /** The delivery is at another step, at its first try. */
  enter(delivery: Delivery, step: DeliveryStep): Promise<void>
  /** Wipes the password, moves the application to `delivered`, audits it, and has the chat told. */
  complete(delivery: Delivery, by: 'sms' | 'mail', now: Date): Promise<void>
  /** Wipes the password, moves the application to `undeliverable`, audits it, and has the chat told. */
  giveUp(delivery: Delivery, at: DeliveryStep, now: Date): Promise<void>
}

/**
 * Gives an approved application's account a new one-time password and sends it (R15). The password is stored before
 * the directory hears of it, and each step before it is tried, so that after a crash at any point the same password
 * goes on from where it was; directory and gateway take a repeated call for the same.
 *
 * Throws the step's Fault while it is to be tried again.
 */
export const deliverCredential =
  (ports: {
    readonly store: CredentialStore
    readonly directory: Directory
    readonly gateway: Gateway
    readonly host: Host
  }) =>
  async ({ applicationId }: Jobs['deliverCredential']): Promise<void> => {
    const { store, host } = ports
    const delivery = await store.begin(applicationId, host.now(), () =>
      makeOneTimePassword((count) => host.randomBytes(count)),
    )
    if (!delivery) return
    let { step, tries } = delivery
    for (;;) {
      const outcome = await attempt(ports, delivery, step, tries)
      switch (outcome) {
        case 'delivered':
          return store.complete(delivery, step === 'mail' ? 'mail' : 'sms', host.now())
        case 'failed':
          return store.giveUp(delivery, step, host.now())
        case 'sms':
        case 'mail':
          await store.enter(delivery, outcome)
          step = outcome
          tries = 1
      }
    }
  }

/** What a step leads to. */
const whenDone = { reset: 'sms', sms: 'delivered', mail: 'delivered' } as const
const whenFailed = { reset: 'failed', sms: 'mail', mail: 'failed' } as const

const attempt = async (
  ports: { readonly directory: Directory; readonly gateway: Gateway },
  delivery: Delivery,
  step: DeliveryStep,
  tries: number,
): Promise<'sms' | 'mail' | 'delivered' | 'failed'> => {
  try {
    await perform(ports, delivery, step)
    return whenDone[step]
  } catch (error) {
    const isFinal = error instanceof Fault && error.kind === 'refused'
    if (!isFinal && tries < deliveryTries[step]) throw error
    return whenFailed[step]
  }
}

const perform = async (
  { directory, gateway }: { readonly directory: Directory; readonly gateway: Gateway },
  delivery: Delivery,
  step: DeliveryStep,
): Promise<void> => {
  const { accountId, accountName, password } = delivery
  const { subject, text } = credentialTexts[delivery.language]
  switch (step) {
    case 'reset':
      return directory.resetPassword(accountId, password)
    case 'sms':
      return gateway.sendSms({
        idempotencyKey: idempotencyKey('credential', delivery),
        to: delivery.mobile,
        text: text(accountName, password),
      })
    case 'mail':
      return gateway.sendMail({
        idempotencyKey: idempotencyKey('credential-mail', delivery),
        to: delivery.email,
        subject,
        text: text(accountName, password),
      })
  }
}

/**
 * A later round has another password, so it must not be taken for the earlier message, which may have been accepted
 * although it was reported as failed.
 */
const idempotencyKey = (what: string, { applicationId, round }: Delivery): string =>
  round === 1 ? `${what}:${applicationId}` : `${what}:${applicationId}:${round}`
