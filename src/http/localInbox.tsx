import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import type { LocalInbox, LocalMessage } from '../core/localInbox.ts'
import { formatShanghai } from '../core/shanghaiTime.ts'

const shownMessages = 200

/**
 * `/local/inbox`: what phones and mailboxes would have received, newest first. For clients on this machine alone;
 * for any other it does not exist.
 * @param isLoopback whether the request's own socket comes from a loopback address; never judged by a header.
 */
export const localInboxRoutes = (deps: {
  readonly inbox: LocalInbox
  readonly isLoopback: (c: Context) => boolean
}): Hono =>
  new Hono()
    .use(
      '/local/*',
      secureHeaders({
        contentSecurityPolicy: { defaultSrc: ["'none'"], styleSrc: ["'self'"], frameAncestors: ["'none'"] },
        referrerPolicy: 'no-referrer',
        strictTransportSecurity: false,
      }),
    )
    .get('/local/inbox', async (c) => {
      if (!deps.isLoopback(c)) return c.notFound()
      const messages = await deps.inbox.list(shownMessages)
      c.header('cache-control', 'no-store')
      return c.html(inboxPage(messages))
    })

const inboxPage = (messages: readonly LocalMessage[]) =>
  html`<!doctype html>${(
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>本机收件箱 · Local inbox</title>
          <link rel="stylesheet" href="/assets/desk-style.css" />
        </head>
        <body>
          <header class="masthead">
            <p class="brand">
              <span class="mark" aria-hidden="true">
                印
              </span>
              <span>Sealpass</span>
              <small>本机收件箱</small>
            </p>
          </header>
          <main>
            <div class="lead">
              <h1>本机收件箱</h1>
              <p class="soft">
                尚未配置短信与邮件网关，发出的内容留在这里。
                <br />
                <span lang="en">No gateway is configured: what would have been sent stays here.</span>
              </p>
            </div>
            {messages.length === 0 ? (
              <p class="card empty">还没有消息。</p>
            ) : (
              <ul class="inbox">
                {messages.map((message) => (
                  <li class="card">
                    <header>
                      <span class="tag">{message.kind === 'sms' ? '短信 SMS' : '邮件 Mail'}</span>
                      <b>{message.to}</b>
                      <time class="soft" datetime={message.at.toISOString()}>
                        {formatShanghai(message.at)}
                      </time>
                    </header>
                    {message.subject !== undefined && <h2>{message.subject}</h2>}
                    <p>{message.text}</p>
                  </li>
                ))}
              </ul>
            )}
          </main>
        </body>
      </html>
    )}`
