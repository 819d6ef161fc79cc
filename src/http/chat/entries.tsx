import type { FC } from 'hono/jsx'
import { type Choice, type Expected, formatChoiceId, type Outgoing } from '../../core/chat.ts'
import type { TranscriptEntry } from '../../core/ports.ts'
import { formatShanghai } from '../../core/shanghaiTime.ts'
import type { PageTexts } from './texts.ts'

/** What the current question takes: its buttons and its control. */
export interface CurrentQuestion {
  readonly choices: readonly (readonly Choice[])[]
  readonly expects: Expected | undefined
  readonly takesPictures: boolean
}

/** The newest message that asks something; only its buttons still work. */
export const currentQuestion = (entries: readonly TranscriptEntry[]): CurrentQuestion => {
  const asked = entries
    .flatMap((entry) => (entry.direction === 'out' && entry.message.type === 'text' ? [entry.message] : []))
    .findLast((message) => message.choices !== undefined || message.expects !== undefined)
  const { choices = [], expects, takesPictures = false } = asked ?? {}
  return { choices, expects, takesPictures }
}

/**
 * Whether a page without scripts looks for news by itself: never while something is typed or chosen, which it would
 * lose, but while a picture that was just sent is being looked at.
 */
export const looksForNews = (
  entries: readonly TranscriptEntry[],
  { expects, takesPictures }: CurrentQuestion,
): boolean => {
  if (expects === undefined) return true
  if (expects.type !== 'choice') return false
  const turn = entries.at(-1)?.at.getTime()
  const isLookedAt = entries.some(
    (entry) => entry.at.getTime() === turn && entry.direction === 'in' && entry.echo.isPicture,
  )
  return isLookedAt || !takesPictures
}

/** The entries as list items, oldest first; each carries its id, so that a client asks for what came after. */
export const Entries: FC<{ entries: readonly TranscriptEntry[]; texts: PageTexts }> = ({
  entries,
  texts,
}) => (
  <>
    {entries.map((entry) => (
      <li
        class={entry.direction === 'in' ? 'entry you' : 'entry service'}
        id={`entry-${entry.id}`}
        data-entry={entry.id}
      >
        <span class="speaker">{entry.direction === 'in' ? texts.you : texts.service}</span>
        <div class="bubble">
          {entry.direction === 'in' ? (
            <p>{entry.echo.text}</p>
          ) : (
            <Message message={entry.message} texts={texts} />
          )}
        </div>
        <time datetime={entry.at.toISOString()}>{formatShanghai(entry.at)}</time>
      </li>
    ))}
  </>
)

const Message: FC<{ message: Outgoing; texts: PageTexts }> = ({ message, texts }) => {
  switch (message.type) {
    case 'text':
      return <p>{message.text}</p>
    case 'document':
      return (
        <>
          <p>{message.caption}</p>
          <p>
            <a
              class="document"
              href={`/chat/form/${message.document.applicationId}`}
              target="_blank"
              rel="noopener"
            >
              <span aria-hidden="true">PDF</span>
              {texts.openForm}
            </a>
          </p>
        </>
      )
    case 'picture':
      return (
        <figure>
          <a href={pictureAddress(message.picture)} target="_blank" rel="noopener">
            <img
              src={pictureAddress(previewOf(message.picture))}
              alt={pictureName(message.picture, texts)}
              loading="lazy"
            />
          </a>
          <figcaption>{message.caption}</figcaption>
        </figure>
      )
    case 'busy':
    case 'forget':
      return null
  }
}

type Picture = Extract<Outgoing, { type: 'picture' }>['picture']

const pictureAddress = (picture: Picture): string =>
  `/chat/${picture.kind}/${'of' in picture ? picture.of : picture.scanId}`

/** A scan is up to a megabyte, and stands in the transcript for days: there it is shown small. */
const previewOf = (picture: Picture): Picture =>
  picture.kind === 'scan' ? { kind: 'thumbnail', scanId: picture.scanId } : picture

const pictureName = (picture: Picture, texts: PageTexts): string => {
  if (!('of' in picture)) return picture.kind === 'marked' ? texts.yourMarkedScan : texts.yourScan
  if (picture.kind === 'mistakes') return texts.mistakes
  return picture.of === 'form' ? texts.sampleForm : texts.sampleIdCard
}

/**
 * The control for the current question. One form, so that it works without scripts; `nonce` makes the same
 * submission count once, however often it is sent.
 */
export const Composer: FC<{ question: CurrentQuestion; nonce: string; texts: PageTexts }> = ({
  question,
  nonce,
  texts,
}) => {
  const { choices, expects, takesPictures } = question
  const isWaiting = choices.length === 0 && expects === undefined
  return (
    <form
      id="composer"
      class={choices.length > 3 ? 'long' : undefined}
      method="post"
      action="/chat"
      enctype="multipart/form-data"
      data-waiting={isWaiting ? 'true' : undefined}
    >
      <input type="hidden" name="nonce" value={nonce} />
      <p id="notice" role="status" />
      {isWaiting && <p class="waiting">{texts.waiting}</p>}
      {expects?.type === 'picture' && <PictureControl isAsked texts={texts} />}
      {/* Before the choices: the first button of a form is the one that the Enter key presses. */}
      {expects?.type === 'text' && <TextControl expects={expects} texts={texts} />}
      {choices.map((row) => (
        <div class="choices">
          {row.map((choice) => (
            <button type="submit" name="choice" value={formatChoiceId(choice.id)} formnovalidate>
              {choice.label}
            </button>
          ))}
        </div>
      ))}
      {takesPictures && (
        <details>
          <summary>{texts.havePicture}</summary>
          <PictureControl texts={texts} />
        </details>
      )}
      <details>
        <summary>{texts.more}</summary>
        <div class="choices">
          {Object.entries(texts.commands).map(([command, label]) => (
            <button type="submit" name="command" value={command} formnovalidate>
              {label}
            </button>
          ))}
        </div>
      </details>
    </form>
  )
}

const TextControl: FC<{ expects: Extract<Expected, { type: 'text' }>; texts: PageTexts }> = ({
  expects,
  texts,
}) => (
  <div class="answer">
    <label class="hidden" for="text">
      {texts.answer}
    </label>
    <input
      id="text"
      name="text"
      type={expects.mode === 'tel' || expects.mode === 'email' ? expects.mode : 'text'}
      inputmode={expects.mode}
      autocomplete="off"
      maxlength={1000}
      value={expects.prefill ?? ''}
      required
    />
    <button class="primary" type="submit">
      {texts.send}
    </button>
  </div>
)

/** Where a picture is one answer among others, its button is one among others too, and needs no text beside it. */
export const PictureControl: FC<{ isAsked?: boolean; texts: PageTexts }> = ({ isAsked, texts }) => (
  <div class="picture">
    <label class="pick" for="picture">
      {texts.choosePicture}
    </label>
    <input
      id="picture"
      name="picture"
      type="file"
      accept="image/*,application/pdf"
      multiple
      data-too-large={texts.tooLarge}
      data-too-many={texts.tooMany}
    />
    <img id="preview" alt="" hidden />
    <progress id="progress" max="100" value="0" aria-label={texts.uploading} hidden />
    <button class={isAsked ? 'primary' : undefined} type="submit" formnovalidate>
      {texts.sendPicture}
    </button>
  </div>
)
