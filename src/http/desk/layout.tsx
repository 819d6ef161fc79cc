import { html } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import type { Language } from '../../core/application.ts'
import type { Reviewer } from './auth.ts'
import { may } from '../../core/role.ts'
import { sections } from './sections.ts'
import { deskTexts } from './texts.ts'

/** What every page of the desk is told. */
export interface Page {
  readonly language: Language
  readonly reviewer?: Reviewer
  /** Where the language switch leads back to: this page's own path. */
  readonly path: string
  /** Where the browser goes on to by itself, at once. */
  readonly goOnTo?: string
  /** A script of this page alone, of the built ones. */
  readonly script?: 'plots' | 'viewer'
}

export interface Notice {
  readonly tone: 'done' | 'refused'
  readonly text: string
}

const Layout: FC<Page & { title: string; notice?: Notice; children?: Child }> = ({
  language,
  reviewer,
  path,
  goOnTo,
  script,
  title,
  notice,
  children,
}) => {
  const t = deskTexts[language]
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {goOnTo !== undefined && <meta http-equiv="refresh" content={`0;url=${goOnTo}`} />}
        <title>{`${title} · ${t.title}`}</title>
        <link rel="stylesheet" href="/assets/desk-style.css" />
        <script src="/assets/desk.js" type="module" />
        {script !== undefined && <script src={`/assets/${script}.js`} type="module" />}
      </head>
      <body>
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <header class="masthead">
          <a class="brand" href="/desk">
            <span class="mark" aria-hidden="true">
              印
            </span>
            <span>Sealpass</span>
            <small>{t.title}</small>
          </a>
          {reviewer?.enrolled && <Sections reviewer={reviewer} language={language} path={path} />}
          <div class="who">
            {reviewer && (
              <a class="name" href="/desk/account">
                {reviewer.name}
              </a>
            )}
            <form method="post" action="/desk/language">
              <input type="hidden" name="path" value={path} />
              <button
                class="quiet"
                name="language"
                value={language === 'en' ? 'zh-CN' : 'en'}
                lang={language === 'en' ? 'zh-CN' : 'en'}
              >
                {t.language}
              </button>
            </form>
            {reviewer && (
              <form method="post" action="/desk/sign-out">
                <button class="quiet">{t.signOut}</button>
              </form>
            )}
          </div>
        </header>
        {reviewer?.enrolled && (
          <p class="line" role="status" data-line data-offline={t.offline} data-online={t.online} />
        )}
        <main id="main">
          {notice && (
            <p class={`notice ${notice.tone}`} role={notice.tone === 'done' ? 'status' : 'alert'}>
              {notice.text}
            </p>
          )}
          {children}
        </main>
      </body>
    </html>
  )
}

const Sections: FC<{ reviewer: Reviewer; language: Language; path: string }> = ({
  reviewer,
  language,
  path,
}) => {
  const here = path.replace(/[?#].*$/u, '')
  return (
    <nav class="sections" aria-label={deskTexts[language].sections}>
      {sections
        .filter(({ needs }) => may(reviewer.role, needs))
        .map((section) => (
          <a href={section.path} aria-current={section.path === here ? 'page' : undefined}>
            {section.name[language]}
          </a>
        ))}
    </nav>
  )
}

/** A whole document. */
export const document = (props: Parameters<typeof Layout>[0]) =>
  html`<!doctype html>${(<Layout {...props} />)}`
