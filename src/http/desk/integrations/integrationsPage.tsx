import type { FC } from 'hono/jsx'
import {
  apiScopes,
  type ApiToken,
  maxTokenNameLength,
  scopeNames,
  tokenLifetimes,
} from '../../../core/apiToken.ts'
import { maxWebhookUrlLength, type Webhook } from '../../../core/webhook.ts'
import { ActionTable } from '../actionTable.tsx'
import { document, type Notice, type Page } from '../layout.tsx'
import { Moment } from '../moments.tsx'
import { MadeOnce } from './madeOnce.tsx'
import { type IntegrationTexts, integrationTexts } from './texts.ts'

interface Integrations {
  readonly tokens: readonly ApiToken[]
  readonly webhooks: readonly Webhook[]
  readonly now: Date
  /** The token that was made by the request which this page answers. */
  readonly madeToken?: string
}

/** What other programs may do at the desk, and which are told of changes. */
export const integrationsPage = (props: Page & Integrations & { readonly notice?: Notice }) => {
  const t = integrationTexts[props.language]
  return document({
    ...props,
    title: t.title,
    children: (
      <div class="integrations">
        <div class="lead">
          <h1>{t.title}</h1>
          <a href="/api/docs">{t.docs}</a>
        </div>
        <p class="soft">{t.lead}</p>
        {props.madeToken !== undefined && <MadeOnce name={t.yourToken} secret={props.madeToken} t={t} />}
        <h2>{t.tokens}</h2>
        {props.tokens.length === 0 ? <p class="card empty">{t.noTokens}</p> : <Tokens {...props} t={t} />}
        <NewToken language={props.language} t={t} />
        <h2>{t.webhooks}</h2>
        {props.webhooks.length === 0 ? (
          <p class="card empty">{t.noWebhooks}</p>
        ) : (
          <ul class="card webhooks">
            {props.webhooks.map(({ id, url, isOn }) => (
              <li>
                <a href={`/desk/integrations/webhooks/${id}`}>{url}</a>
                <span class={`state ${isOn ? 'approved' : 'rejected'}`}>{isOn ? t.on : t.off}</span>
              </li>
            ))}
          </ul>
        )}
        <form method="post" action="/desk/integrations/webhooks" class="card" aria-labelledby="new-webhook">
          <h3 id="new-webhook">{t.newWebhook}</h3>
          <label>
            {t.address}
            <input
              name="url"
              type="url"
              required
              maxlength={maxWebhookUrlLength}
              placeholder="https://example.org/hooks"
              aria-describedby="address-hint"
            />
          </label>
          <small class="soft" id="address-hint">
            {t.addressHint}
          </small>
          <button>{t.addWebhook}</button>
        </form>
      </div>
    ),
  })
}

const Tokens: FC<Page & Integrations & { t: IntegrationTexts }> = ({ tokens, now, language, t }) => (
  <ActionTable caption={t.tokens} columns={[t.name, t.scopes, t.state, t.lastUsed]} action={t.action}>
    {tokens.map((token) => {
      const isOver = token.expiresAt <= now
      const isValid = token.revokedAt === undefined && !isOver
      return (
        <tr>
          <th scope="row">{token.name}</th>
          <td>
            {token.scopes.map((scope) => scopeNames[scope][language]).join(language === 'en' ? ', ' : '、')}
          </td>
          <td>
            <span class={`state ${isValid ? 'approved' : 'rejected'}`}>
              {token.revokedAt ? t.revoked : isOver ? t.over : t.valid}
            </span>{' '}
            {isValid && (
              <small class="soft">
                {t.expires} <Moment at={token.expiresAt} />
              </small>
            )}
          </td>
          <td>{token.lastUsedAt ? <Moment at={token.lastUsedAt} /> : t.never}</td>
          <td class="do">
            {isValid && (
              <form method="post" action={`/desk/integrations/tokens/${token.id}/revoke`}>
                <button aria-label={`${t.revoke}: ${token.name}`}>{t.revoke}</button>
              </form>
            )}
          </td>
        </tr>
      )
    })}
  </ActionTable>
)

const NewToken: FC<{ language: Page['language']; t: IntegrationTexts }> = ({ language, t }) => (
  <form method="post" action="/desk/integrations/tokens" class="card" aria-labelledby="new-token">
    <h3 id="new-token">{t.newToken}</h3>
    <label>
      {t.name}
      <input name="name" required maxlength={maxTokenNameLength} autocomplete="off" />
    </label>
    <fieldset>
      <legend>{t.scopes}</legend>
      {apiScopes.map((scope) => (
        <label class="tick">
          <input type="checkbox" name="scope" value={scope} />
          {scopeNames[scope][language]} <code>{scope}</code>
        </label>
      ))}
    </fieldset>
    <label>
      {t.lifetime}
      <select name="days">
        {tokenLifetimes.map((days) => (
          <option value={days}>{t.days(days)}</option>
        ))}
      </select>
    </label>
    <button>{t.makeToken}</button>
  </form>
)
