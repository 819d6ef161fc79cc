import type { FC, PropsWithChildren } from 'hono/jsx'
import type { Language } from '../../core/application.ts'
import type { TranscriptEntry } from '../../core/ports.ts'
import { Composer, currentQuestion, Entries, looksForNews, PictureControl } from './entries.tsx'
import { type PageTexts, pageTexts } from './texts.ts'

const Layout: FC<
  PropsWithChildren<{ language: Language; operator: string; texts: PageTexts; refresh?: boolean }>
> = ({ language, operator, texts, refresh, children }) => (
  <html lang={language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{`${texts.title} · ${operator}`}</title>
      <link rel="stylesheet" href="/assets/chat-style.css" />
      {refresh && (
        <noscript>
          <meta http-equiv="refresh" content="8" />
        </noscript>
      )}
    </head>
    <body data-offline={texts.offline}>
      <header>
        <h1>{texts.title}</h1>
        <p>{operator}</p>
      </header>
      {children}
      <script src="/assets/chat.js" type="module" />
    </body>
  </html>
)

/** A visitor without a conversation: nothing is stored until they begin. */
export const WelcomePage: FC<{
  language: Language
  operator: string
  nonce: string
  formNumber: string | undefined
}> = ({ language, operator, nonce, formNumber }) => {
  const texts = pageTexts[language]
  return (
    <Layout language={language} operator={operator} texts={texts}>
      <main class="welcome">
        <p>{texts.lead}</p>
        <StartForm nonce={nonce} formNumber={formNumber} texts={texts}>
          <p>{texts.havePicture}</p>
          <PictureControl texts={texts} />
          <p id="notice" role="status" />
        </StartForm>
      </main>
    </Layout>
  )
}

const StartForm: FC<
  PropsWithChildren<{ nonce: string; formNumber: string | undefined; texts: PageTexts }>
> = ({ nonce, formNumber, texts, children }) => (
  <form method="post" action="/chat" enctype="multipart/form-data" data-plain="true">
    <input type="hidden" name="nonce" value={nonce} />
    <input type="hidden" name="argument" value={formNumber ?? ''} />
    <button class="primary" type="submit" name="command" value="start">
      {formNumber === undefined ? texts.begin : texts.beginWithForm}
    </button>
    {children}
  </form>
)

/** The conversation where it stands. */
export const ChatPage: FC<{
  language: Language
  operator: string
  nonce: string
  entries: readonly TranscriptEntry[]
  /** From a form's barcode, scanned while another conversation stands. */
  formNumber: string | undefined
}> = ({ language, operator, nonce, entries, formNumber }) => {
  const texts = pageTexts[language]
  const question = currentQuestion(entries)
  return (
    <Layout language={language} operator={operator} texts={texts} refresh={looksForNews(entries, question)}>
      <main>
        {formNumber !== undefined && <StartForm nonce={nonce} formNumber={formNumber} texts={texts} />}
        <div class="log" role="log" aria-label={texts.transcript}>
          <ol id="transcript">
            <Entries entries={entries} texts={texts} />
          </ol>
        </div>
        <Composer question={question} nonce={nonce} texts={texts} />
      </main>
    </Layout>
  )
}

/** What came after an entry, and the control for the question as it now stands, for a page that is open. */
export const ChatUpdate: FC<{
  language: Language
  nonce: string
  fresh: readonly TranscriptEntry[]
  entries: readonly TranscriptEntry[]
}> = ({ language, nonce, fresh, entries }) => (
  <div id="update" lang={language}>
    <ol>
      <Entries entries={fresh} texts={pageTexts[language]} />
    </ol>
    <Composer question={currentQuestion(entries)} nonce={nonce} texts={pageTexts[language]} />
  </div>
)
