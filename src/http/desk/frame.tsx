import { html } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import type { Language } from '../../core/application.ts'

interface FrameProps {
  readonly language: Language
  readonly title: string
  /** What the page is part of, beside the brand. */
  readonly part: string
  /** The link past the masthead, to what has the id `main`. */
  readonly skip: string
  /** Beside what every page's head has. */
  readonly head?: Child
  /** After the brand. */
  readonly masthead: Child
  readonly children?: Child
}

const Frame: FC<FrameProps> = ({ language, title, part, skip, head, masthead, children }) => (
  <html lang={language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{title}</title>
      <link rel="stylesheet" href="/assets/desk-style.css" />
      {head}
    </head>
    <body>
      <a class="skip" href="#main">
        {skip}
      </a>
      <header class="masthead">
        <a class="brand" href="/desk">
          <span class="mark" aria-hidden="true">
            印
          </span>
          <span>Sealpass</span>
          <small>{part}</small>
        </a>
        {masthead}
      </header>
      {children}
    </body>
  </html>
)

/** A whole document in the desk's style: its head and its masthead, and after them what `children` are. */
export const frame = (props: FrameProps) => html`<!doctype html>${(<Frame {...props} />)}`
