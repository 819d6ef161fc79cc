import type { Incoming } from '../core/chat.ts'
import { formNumberFromRandom } from '../core/formNumber.ts'
import type { Host } from '../core/ports.ts'
import type { TurnStore } from '../core/turn.ts'
import { converse } from './converse.ts'
import type { Conversing } from './conversing.ts'

/** Takes what reached a chat as one turn, all or nothing; the same update again is `seen` and does nothing (R21). */
export const takeTurn = ({
  turns,
  host,
  config,
}: {
  readonly turns: TurnStore
  readonly host: Host
  readonly config: Conversing
}): ((incoming: Incoming) => Promise<'taken' | 'seen'>) => {
  const conversation = converse(config)
  return async (incoming) => {
    const { channel, updateId, chatId } = incoming
    const now = host.now()
    const fresh = {
      now,
      applicationId: host.uuid(),
      formNumber: formNumberFromRandom(host.randomBytes(16)),
    }
    return turns.take({ channel, updateId, chatId }, now, conversation(incoming, fresh))
  }
}
