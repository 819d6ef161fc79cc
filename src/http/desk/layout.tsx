import type { Child, FC } from 'hono/jsx'
import type { Language } from '../../core/application.ts'
import type { Reviewer } from './auth.ts'
import { may } from '../../core/role.ts'
import { frame } from './frame.tsx'
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

/** A whole document of the desk. */
export const document = ({
  language,
  reviewer,
  path,
  goOnTo,
  script,
  title,
  notice,
  children,
}: Page & { readonly title: string; readonly notice?: Notice; readonly children?: Child }) => {
  const t = deskTexts[language]
  return frame({
    language,
    title: `${title} · ${t.title}`,
    part: t.title,
    skip: t.skip,
    head: (
      <>
        {goOnTo !== undefined && <meta http-equiv="refresh" content={`0;url=${goOnTo}`} />}
        <script src="/assets/desk.js" type="module" />
        {script !== undefined && <script src={`/assets/${script}.js`} type="module" />}
      </>
    ),
    masthead: (
      <>
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
      </>
    ),
    children: (
      <>
        {reviewer?.enrolled && (
          <p
            class="line"
            role="status"
            data-line
            data-offline={t.offline}
            data-online={t.online}
            data-signed-out={t.signedOut}
          />
        )}
        <main id="main">
          {notice && (
            <p class={`notice ${notice.tone}`} role={notice.tone === 'done' ? 'status' : 'alert'}>
              {notice.text}
            </p>
          )}
          {children}
        </main>
      </>
    ),
  })
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
