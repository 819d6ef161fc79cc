import type { ApplicationState, Language } from '../application.ts'
import type { Channel, Incoming, News } from '../chat.ts'
import type { Jobs } from '../ports.ts'

/** An application's state and the chat that is to be told of it. */
export interface ToTell {
  readonly channel: Channel
  readonly chatId: string
  readonly language: Language
  readonly state: ApplicationState
  readonly version: number
  /** How the credential of a delivered one was sent. */
  readonly sentBy: 'sms' | 'mail' | undefined
}

export interface ToTellStore {
  /** Undefined when no chat is at the application. */
  find(applicationId: string): Promise<ToTell | undefined>
}

/**
 * Tells the chat what became of its application (R11). An application that has moved on since is told of by the
 * job of its later version, or moved by the chat itself.
 */
export const tellChat =
  (ports: { readonly store: ToTellStore; readonly takeTurn: (incoming: Incoming) => Promise<unknown> }) =>
  async ({ applicationId, version }: Jobs['tellChat']): Promise<void> => {
    const found = await ports.store.find(applicationId)
    if (!found || found.version !== version) return
    const news = newsOf(found)
    if (!news) return
    const { channel, chatId, language } = found
    await ports.takeTurn({
      channel,
      chatId,
      language,
      updateId: `news:${applicationId}:${version}`,
      input: { type: 'news', news },
    })
  }

const newsOf = ({ state, sentBy }: ToTell): News | undefined => {
  switch (state) {
    case 'awaitingScans':
    case 'submitted':
    case 'decided':
    case 'withdrawn':
      return undefined
    case 'inReview':
    case 'scansRequested':
    case 'approved':
    case 'rejected':
    case 'undeliverable':
      return { type: state }
    case 'delivered':
      return { type: state, by: sentBy ?? 'sms' }
  }
}
