import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { type Language, scanKinds } from '../../core/application.ts'
import { commands, type Incoming, type Input, parseChoiceId, type PictureRef } from '../../core/chat.ts'
import { parseFormNumber } from '../../core/formNumber.ts'
import type { ChatFiles, Host, ObjectStore, Transcript } from '../../core/ports.ts'
import { postedForm } from '../postedForm.ts'
import { ChatPage, ChatUpdate, WelcomePage } from './page.tsx'
import { pageTexts } from './texts.ts'

export interface ChatDeps {
  readonly takeTurn: (incoming: Incoming) => Promise<'taken' | 'seen'>
  readonly transcript: Transcript
  readonly files: ChatFiles
  /** Pictures on their way to inspection. */
  readonly uploads: ObjectStore
  readonly host: Host
  /** The keyed hash by which a visitor's cookie names their chat. */
  readonly hashVisitor: (cookie: string) => Promise<string>
  readonly operatorName: string
  /** Where browsers reach the service; forms from there and from the request's own origin are taken. */
  readonly publicUrl: string
}

const isHttps = ({ publicUrl }: Pick<ChatDeps, 'publicUrl'>): boolean => publicUrl.startsWith('https:')

const visitorCookie = 'sealpass_chat'
const visitorDays = 400
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u
/** As much of a conversation as a page shows. */
const shownEntries = 300
/**
 * The largest picture taken for inspection, as on the other channel, and as much of two at once: while it is read, a
 * submission is several times in the memory of a host that has little.
 */
const maxUploadBytes = 20 * 1024 * 1024
/** An application has two scans; more at once are a mistake. */
const maxPictures = 2
/** The form around the pictures is small. */
const maxBodyBytes = maxUploadBytes + 64 * 1024
/** Characters of an answer that are read, as on the other channel; every question takes far fewer. */
const maxTextLength = 4096

/** The web chat: `/`, and what its page posts and asks for below `/chat`. */
export const chatRoutes = (deps: ChatDeps): Hono => {
  const publicOrigin = new URL(deps.publicUrl).origin
  const app = new Hono()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      referrerPolicy: 'same-origin',
      ...(isHttps(deps) ? {} : { strictTransportSecurity: false }),
    }),
  )
  app.use(async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })

  app.get('/', async (c) => {
    const scanned = c.req.query('form')
    const parsed = scanned === undefined ? undefined : parseFormNumber(scanned)
    const formNumber = parsed?.ok ? parsed.value : undefined
    const page = { operator: deps.operatorName, nonce: deps.host.uuid(), formNumber }
    const chatId = await chatOf(c, deps)
    const language = chatId && (await deps.transcript.language(chatId))
    if (!chatId || !language) return c.html(<WelcomePage {...page} language={clientLanguage(c)} />)
    const entries = await deps.transcript.read(chatId, { limit: shownEntries })
    return c.html(<ChatPage {...page} language={language} entries={entries} />)
  })

  app.get('/chat/after/:entry', async (c) => {
    const chatId = await chatOf(c, deps)
    const language = chatId && (await deps.transcript.language(chatId))
    const after = c.req.param('entry')
    if (!chatId || !language || !/^\d{1,18}$/u.test(after)) return c.body(null, 404)
    const fresh = await deps.transcript.read(chatId, { after, limit: shownEntries })
    if (fresh.length === 0) return c.body(null, 204)
    const entries = await deps.transcript.read(chatId, { limit: shownEntries })
    return c.html(<ChatUpdate language={language} nonce={deps.host.uuid()} fresh={fresh} entries={entries} />)
  })

  app.post(
    '/chat',
    csrf({ origin: (origin, c) => origin === publicOrigin || origin === new URL(c.req.url).origin }),
    bodyLimit({ maxSize: maxBodyBytes, onError: (c) => c.text(pageTexts[clientLanguage(c)].tooLarge, 413) }),
    async (c) => {
      const texts = pageTexts[clientLanguage(c)]
      const form = await postedForm(c)
      const sent = picturesOf(form)
      if (sent.length > maxPictures) return c.text(texts.tooMany, 400)
      if (bytesIn(sent) > maxUploadBytes) return c.text(texts.tooLarge, 413)
      const said = saidIn(form)
      const pictures = goesWithPictures(said) ? sent : []
      if (!said && pictures.length === 0) return c.text(texts.notUnderstood, 400)
      const chatId = await chatFor(c, deps)
      const take = async (input: Input, about: string): Promise<unknown> =>
        deps.takeTurn({
          channel: 'web',
          updateId: await updateIdOf(chatId, form, about, deps),
          chatId,
          language: clientLanguage(c),
          input,
        })
      if (said) await take(said, JSON.stringify(said))
      for (const [index, picture] of pictures.entries()) {
        const inAlbum = pictures.length > 1 ? { inAlbum: true as const } : {}
        await take(
          { type: 'picture', picture: await uploaded(picture, deps), ...inAlbum },
          pictureName(picture, index),
        )
      }
      return c.redirect('/', 303)
    },
  )

  app.get('/chat/form/:application', async (c) => {
    const chatId = await chatOf(c, deps)
    const applicationId = c.req.param('application')
    const isOne = uuid.test(applicationId)
    const bytes = chatId && isOne && (await deps.files.document(chatId, { kind: 'form', applicationId }))
    if (!bytes) return c.notFound()
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/pdf',
      'content-disposition':
        'inline; filename="form.pdf"; filename*=UTF-8\'\'%E5%AF%86%E7%A0%81%E6%9F%A5%E8%AF%A2%E4%BF%A1%E6%81%AF%E8%A1%A8.pdf',
    })
  })

  for (const kind of ['scan', 'marked', 'thumbnail'] as const)
    app.get(`/chat/${kind}/:scan`, async (c) =>
      servePicture(c, deps, { kind, scanId: c.req.param('scan') ?? '' }),
    )
  for (const kind of ['sample', 'mistakes'] as const)
    for (const of of scanKinds)
      app.get(`/chat/${kind}/${of}`, async (c) => servePicture(c, deps, { kind, of }))
  return app
}

const servePicture = async (
  c: Context,
  deps: ChatDeps,
  picture: Parameters<ChatFiles['picture']>[1],
): Promise<Response> => {
  const chatId = await chatOf(c, deps)
  const isOne = 'of' in picture || uuid.test(picture.scanId)
  const bytes = chatId && isOne && (await deps.files.picture(chatId, picture))
  if (!bytes) return c.notFound()
  return c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/jpeg' })
}

/** The visitor's chat, if they have one. */
const chatOf = async (c: Context, deps: ChatDeps): Promise<string | undefined> => {
  const cookie = getCookie(c, visitorCookie)
  return cookie !== undefined && /^[\w-]{43}$/u.test(cookie)
    ? `web:${await deps.hashVisitor(cookie)}`
    : undefined
}

/** The visitor's chat; a new visitor is given one. The cookie is set again each time, so that its time begins anew. */
const chatFor = async (c: Context, deps: ChatDeps): Promise<string> => {
  const known = getCookie(c, visitorCookie)
  const cookie = known !== undefined && /^[\w-]{43}$/u.test(known) ? known : randomToken(deps.host)
  setCookie(c, visitorCookie, cookie, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(deps),
    maxAge: visitorDays * 24 * 60 * 60,
  })
  return `web:${await deps.hashVisitor(cookie)}`
}

const randomToken = (host: Host): string =>
  btoa(String.fromCharCode(...host.randomBytes(32)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/u, '')

const clientLanguage = (c: Context): Language => {
  const first = /[a-z]+/iu.exec(c.req.header('accept-language') ?? '')?.[0]
  return first === undefined || first.toLowerCase() === 'zh' ? 'zh-CN' : 'en'
}

/** What was chosen, commanded or typed. */
const saidIn = (form: FormData): Input | undefined => {
  const [text, choice, command, argument] = ['text', 'choice', 'command', 'argument'].map((name) =>
    form.get(name),
  )
  if (typeof choice === 'string') {
    const parsed = parseChoiceId(choice)
    return parsed && { type: 'choice', choice: parsed }
  }
  if (typeof command === 'string') {
    const known = commands.find((name) => name === command)
    return (
      known && { type: 'command', command: known, argument: typeof argument === 'string' ? argument : '' }
    )
  }
  return typeof text === 'string' && text !== ''
    ? { type: 'text', text: text.slice(0, maxTextLength) }
    : undefined
}

/** Whoever begins or answers sends the pictures too, after that; whoever presses another button leaves them. */
const goesWithPictures = (said: Input | undefined): boolean =>
  said === undefined || said.type === 'text' || (said.type === 'command' && said.command === 'start')

const picturesOf = (form: FormData): readonly File[] =>
  form
    .getAll('picture')
    .filter((file) => file instanceof File)
    .filter(({ size }) => size > 0)

const bytesIn = (pictures: readonly File[]): number => pictures.reduce((sum, { size }) => sum + size, 0)

/** Names a picture among those of one submission; two of the same name and size are two pictures. */
const pictureName = ({ name, size }: File, index: number): string =>
  `${name}:${size}${index === 0 ? '' : `:${index}`}`

const uploaded = async (picture: File, { host, uploads }: ChatDeps): Promise<PictureRef> => {
  const key = `upload/${host.uuid()}`
  await uploads.put(key, new Uint8Array(await picture.arrayBuffer()))
  return { source: 'upload', key, bytes: picture.size }
}

/**
 * The same submission again has the same id; another answer from a page that was used before (by the back
 * button) has another, and is not lost.
 */
const updateIdOf = async (chatId: string, form: FormData, said: string, deps: ChatDeps): Promise<string> => {
  const nonce = form.get('nonce')
  return deps.hashVisitor(`${chatId}\n${typeof nonce === 'string' ? nonce : deps.host.uuid()}\n${said}`)
}
