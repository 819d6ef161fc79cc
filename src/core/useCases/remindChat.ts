import type { Incoming } from '../chat.ts'
import type { Jobs } from '../ports.ts'
import type { ToTellStore } from './tellChat.ts'

/** Reminds the chat of the scans that its application awaits; an application that has moved on since awaits none. */
export const remindChat =
  (ports: { readonly store: ToTellStore; readonly takeTurn: (incoming: Incoming) => Promise<unknown> }) =>
  async ({ applicationId, version }: Jobs['remindChat']): Promise<void> => {
    const found = await ports.store.find(applicationId)
    if (found?.version !== version) return
    const { channel, chatId, language } = found
    await ports.takeTurn({
      channel,
      chatId,
      language,
      updateId: `reminder:${applicationId}:${version}`,
      input: { type: 'news', news: { type: 'reminder' } },
    })
  }
