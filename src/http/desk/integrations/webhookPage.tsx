import type { FC } from 'hono/jsx'
import { testEventState, type Webhook, type WebhookDelivery } from '../../../core/webhook.ts'
import { ActionTable } from '../actionTable.tsx'
import { document, type Notice, type Page } from '../layout.tsx'
import { Moment } from '../moments.tsx'
import { stateNames } from '../texts.ts'
import { MadeOnce } from './madeOnce.tsx'
import { deliveryNames, integrationTexts } from './texts.ts'

interface Shown {
  readonly webhook: Webhook
  readonly deliveries: readonly WebhookDelivery[]
  /** Deliveries that failed, on whatever page. */
  readonly failed: number
  readonly isNewest: boolean
  /** The event after which the next page begins. */
  readonly olderThan: string | undefined
  readonly now: Date
  /** The secret that was made by the request which this page answers. */
  readonly madeSecret?: string
}

/** One webhook, and what became of what it was sent. */
export const webhookPage = (props: Page & Shown & { readonly notice?: Notice }) => {
  const { language, webhook, deliveries, failed, isNewest, olderThan, now, madeSecret } = props
  const t = integrationTexts[language]
  const path = `/desk/integrations/webhooks/${webhook.id}`
  return document({
    ...props,
    title: t.deliveriesOf,
    children: (
      <div class="integrations">
        <a href="/desk/integrations">{t.back}</a>
        <h1>{t.deliveriesOf}</h1>
        {madeSecret !== undefined && <MadeOnce name={t.yourSecret} secret={madeSecret} t={t} />}
        <div class="card">
          <p>
            <code>{webhook.url}</code>{' '}
            <span class={`state ${webhook.isOn ? 'approved' : 'rejected'}`}>
              {webhook.isOn ? t.on : t.off}
            </span>
          </p>
          {webhook.previousUntil && webhook.previousUntil > now && (
            <p class="soft">
              {t.rotatedUntil} <Moment at={webhook.previousUntil} />
            </p>
          )}
          <div class="actions">
            {webhook.isOn && <PostButton action={`${path}/test`} text={t.test} />}
            <PostButton action={`${path}/rotate`} text={t.rotate} />
            <PostButton
              action={`${path}/${webhook.isOn ? 'off' : 'on'}`}
              text={webhook.isOn ? t.turnOff : t.turnOn}
            />
            <PostButton action={`${path}/remove`} text={t.remove} />
          </div>
        </div>
        <h2>{t.deliveries}</h2>
        {webhook.isOn && failed > 0 && (
          <PostButton action={`${path}/replay-failed`} text={t.replayFailed(failed)} />
        )}
        {deliveries.length === 0 ? (
          <p class="card empty">{t.noDeliveries}</p>
        ) : (
          <ActionTable caption={t.deliveries} columns={[t.event, t.at, t.state, t.answer]} action={t.action}>
            {deliveries.map((delivery) => (
              <Line delivery={delivery} page={props} path={path} />
            ))}
          </ActionTable>
        )}
        {(olderThan !== undefined || !isNewest) && (
          <nav class="pages" aria-label={t.deliveries}>
            {!isNewest && <a href={path}>{t.newest}</a>}
            {olderThan !== undefined && <a href={`${path}?before=${olderThan}`}>{t.older}</a>}
          </nav>
        )}
      </div>
    ),
  })
}

const Line: FC<{ delivery: WebhookDelivery; page: Page & Shown; path: string }> = ({
  delivery,
  page,
  path,
}) => {
  const { language, webhook } = page
  const t = integrationTexts[language]
  const { event, eventId, state, attempts, lastStatus } = delivery
  const name = event === testEventState ? t.testEvent : stateNames[event][language]
  return (
    <tr>
      <th scope="row">
        {name} <small class="soft">{event !== testEventState && delivery.applicationId.slice(0, 8)}</small>
      </th>
      <td>
        <Moment at={delivery.at} />
      </td>
      <td>
        <span class={`state ${deliveryClass[state]}`}>{deliveryNames[state][language]}</span>{' '}
        {state === 'pending' && attempts > 0 && (
          <small class="soft">
            {t.nextAttempt} <Moment at={delivery.nextAttemptAt} />
          </small>
        )}
      </td>
      <td>
        {lastStatus ?? t.noAnswer} <small class="soft">{`${t.attempts} ${attempts}`}</small>
      </td>
      <td class="do">
        {webhook.isOn && (
          <PostButton
            action={`${path}/deliveries/${eventId}/replay`}
            text={t.replay}
            label={`${t.replay}: ${name} ${eventId.slice(0, 8)}`}
          />
        )}
      </td>
    </tr>
  )
}

const deliveryClass = {
  pending: 'submitted',
  delivered: 'approved',
  failed: 'rejected',
} as const satisfies Record<WebhookDelivery['state'], string>

const PostButton: FC<{ action: string; text: string; label?: string }> = ({ action, text, label }) => (
  <form method="post" action={action}>
    <button aria-label={label}>{text}</button>
  </form>
)
