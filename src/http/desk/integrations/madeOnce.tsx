import type { FC } from 'hono/jsx'
import type { IntegrationTexts } from './texts.ts'

/** What is shown this once, to be copied; it takes the focus, so that a screen reader comes to it first. */
export const MadeOnce: FC<{ name: string; secret: string; t: IntegrationTexts }> = ({ name, secret, t }) => (
  <section class="card made" aria-labelledby="made">
    <h2 id="made">{t.madeTitle}</h2>
    <label>
      {name}
      <input
        readonly
        value={secret}
        aria-describedby="made"
        autofocus
        autocomplete="off"
        spellcheck={false}
      />
    </label>
  </section>
)
