import { type Context, Hono } from 'hono'
import { apiScopes, maxTokenNameLength, tokenLifetimes } from '../../../core/apiToken.ts'
import { cleanText } from '../../../core/cleanText.ts'
import { dayLength } from '../../../core/shanghaiTime.ts'
import { fieldOf, postedForm } from '../../postedForm.ts'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { isUuid } from '../isUuid.ts'
import type { Notice } from '../layout.tsx'
import { needs } from '../needs.ts'
import { integrationsPage } from './integrationsPage.tsx'
import { integrationTexts } from './texts.ts'
import { webhookPage } from './webhookPage.tsx'

const home = '/desk/integrations'
const shownDeliveries = 50

/** What the action before a page did, named in the address after its redirect. */
const doneActions = [
  'tokenRevoked',
  'webhookOn',
  'webhookOff',
  'webhookRemoved',
  'webhookTested',
  'webhookReplayed',
  'webhookFailedReplayed',
] as const
type Done = (typeof doneActions)[number]

/**
 * Administrators' pages for tokens and webhooks. What is secret is in the answer to the request that made it, and
 * nowhere else.
 */
export const integrationRoutes = ({
  tokens,
  webhooks,
  host,
}: Pick<DeskDeps, 'tokens' | 'webhooks' | 'host'>): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  const showAll = async (
    c: Context<DeskEnv>,
    shown: { readonly notice?: Notice; readonly madeToken?: string } = {},
    status: 200 | 201 | 422 = 200,
  ) => {
    const [allTokens, allWebhooks] = await Promise.all([tokens.list(), webhooks.list()])
    return c.html(
      integrationsPage({
        language: c.get('language'),
        reviewer: c.get('reviewer'),
        path: home,
        tokens: allTokens,
        webhooks: allWebhooks,
        now: host.now(),
        ...shown,
      }),
      status,
    )
  }

  const showWebhook = async (
    c: Context<DeskEnv>,
    id: string,
    shown: { readonly notice?: Notice; readonly madeSecret?: string } = {},
    status: 200 | 201 = 200,
  ) => {
    const webhook = await webhooks.find(id)
    if (!webhook) return c.notFound()
    const before = c.req.query('before') ?? ''
    const olderThan = isUuid(before) ? before : undefined
    const [found, failed] = await Promise.all([
      webhooks.deliveries(id, shownDeliveries + 1, olderThan),
      webhooks.countFailed(id),
    ])
    const deliveries = found.slice(0, shownDeliveries)
    return c.html(
      webhookPage({
        language: c.get('language'),
        reviewer: c.get('reviewer'),
        path: `${home}/webhooks/${id}`,
        webhook,
        deliveries,
        failed,
        isNewest: olderThan === undefined,
        olderThan: found.length > shownDeliveries ? deliveries.at(-1)?.eventId : undefined,
        now: host.now(),
        ...shown,
      }),
      status,
    )
  }

  const refusal = (c: Context<DeskEnv>, text: 'tokenFaulty' | 'addressFaulty'): Notice => ({
    tone: 'refused',
    text: integrationTexts[c.get('language')][text],
  })

  app.use(`/integrations/:part/:id/*`, async (c, next) => (isUuid(c.req.param('id')) ? next() : c.notFound()))

  app.get('/integrations', needs('administer'), async (c) => {
    const notice = noticeOf(c)
    return showAll(c, { ...(notice && { notice }) })
  })

  app.post('/integrations/tokens', needs('administer'), async (c) => {
    const form = await postedForm(c)
    const name = cleanText(fieldOf(form, 'name'))
    const scopes = apiScopes.filter((scope) => form.getAll('scope').includes(scope))
    const days = tokenLifetimes.find((each) => String(each) === fieldOf(form, 'days'))
    if (name === '' || name.length > maxTokenNameLength || scopes.length === 0 || days === undefined)
      return showAll(c, { notice: refusal(c, 'tokenFaulty') }, 422)
    const now = host.now()
    const expiresAt = new Date(now.getTime() + days * dayLength)
    const madeToken = await tokens.make({ name, scopes, expiresAt }, c.get('reviewer').id, now)
    return showAll(c, { madeToken }, 201)
  })

  app.post('/integrations/tokens/:id/revoke', needs('administer'), async (c) => {
    const revoked = await tokens.revoke(c.req.param('id'), c.get('reviewer').id, host.now())
    return c.redirect(after(home, revoked, 'tokenRevoked'), 303)
  })

  app.post('/integrations/webhooks', needs('administer'), async (c) => {
    const url = fieldOf(await postedForm(c), 'url')
    const added = await webhooks.add(url, c.get('reviewer').id, host.now())
    return added
      ? showWebhook(c, added.id, { madeSecret: added.secret }, 201)
      : showAll(c, { notice: refusal(c, 'addressFaulty') }, 422)
  })

  app.get('/integrations/webhooks/:id', needs('administer'), async (c) => {
    const notice = noticeOf(c)
    return showWebhook(c, c.req.param('id'), { ...(notice && { notice }) })
  })

  app.post('/integrations/webhooks/:id/rotate', needs('administer'), async (c) => {
    const id = c.req.param('id')
    const madeSecret = await webhooks.rotate(id, c.get('reviewer').id, host.now())
    return showWebhook(c, id, { ...(madeSecret !== undefined && { madeSecret }) }, 201)
  })

  for (const [action, isOn, done] of [
    ['on', true, 'webhookOn'],
    ['off', false, 'webhookOff'],
  ] as const)
    app.post(`/integrations/webhooks/:id/${action}`, needs('administer'), async (c) => {
      const id = c.req.param('id')
      const turned = await webhooks.turn(id, isOn, c.get('reviewer').id, host.now())
      return c.redirect(after(`${home}/webhooks/${id}`, turned, done), 303)
    })

  app.post('/integrations/webhooks/:id/test', needs('administer'), async (c) => {
    const id = c.req.param('id')
    const tested = await webhooks.test(id, c.get('reviewer').id, host.now())
    return c.redirect(after(`${home}/webhooks/${id}`, tested, 'webhookTested'), 303)
  })

  app.post('/integrations/webhooks/:id/remove', needs('administer'), async (c) => {
    const removed = await webhooks.remove(c.req.param('id'), c.get('reviewer').id, host.now())
    return c.redirect(after(home, removed, 'webhookRemoved'), 303)
  })

  app.post('/integrations/webhooks/:id/replay-failed', needs('administer'), async (c) => {
    const id = c.req.param('id')
    const replayed = await webhooks.replayFailed(id, c.get('reviewer').id, host.now())
    return c.redirect(after(`${home}/webhooks/${id}`, replayed, 'webhookFailedReplayed'), 303)
  })

  app.post('/integrations/webhooks/:id/deliveries/:event/replay', needs('administer'), async (c) => {
    const { id, event } = c.req.param()
    const replayed = isUuid(event) && (await webhooks.replay(id, event, c.get('reviewer').id, host.now()))
    return c.redirect(after(`${home}/webhooks/${id}`, replayed, 'webhookReplayed'), 303)
  })

  return app
}

const after = (path: string, isDone: boolean, done: Done): string =>
  `${path}?done=${isDone ? done : 'nothing'}`

const noticeOf = (c: Context<DeskEnv>): Notice | undefined => {
  const t = integrationTexts[c.get('language')]
  const named = c.req.query('done')
  if (named === 'nothing') return { tone: 'refused', text: t.nothingDone }
  const done = doneActions.find((each) => each === named)
  return done && { tone: 'done', text: t[done] }
}
