import type { Kysely, Transaction } from 'kysely'
import { guessLimits } from '../../core/guessLimits.ts'
import type { Vault } from '../../core/ports.ts'
import type { FormMatch } from '../../core/turn.ts'
import { normaliseUnitName } from '../../core/unitName.ts'
import { lockChatApplication } from './chatApplication.ts'
import { countInWindow } from './countInWindow.ts'
import type { Database } from './schema.ts'
import { hashedAs } from './sealing.ts'

/**
 * The application whose form carries the number, or carried it before a correction, and whose unit has the name, as
 * search compares names (R6); locked, as the chat goes on with it. What does not match gives one answer, after the
 * same work, whichever half was wrong.
 */
export const matchForm = async (
  trx: Transaction<Database>,
  vault: Vault,
  guess: { readonly chatId: string; readonly unitName: string; readonly formNumber: string },
  now: Date,
): Promise<FormMatch> => {
  const retryAt = await limitedUntil(trx, await guessKeys(vault, guess), now)
  if (retryAt) return { type: 'limited', retryAt }
  const found = await trx
    .selectFrom('form_revision')
    .innerJoin('unit', 'unit.id', 'form_revision.unit_id')
    .select(['form_revision.application_id', 'unit.full_name'])
    .where('form_number_hash', '=', await vault.hash(hashedAs.formNumber, guess.formNumber))
    .executeTakeFirst()
  const given = normaliseUnitName(guess.unitName)
  const wanted = normaliseUnitName(found?.full_name ?? '')
  if (!found || given !== wanted) return { type: 'noMatch' }
  const application = await lockChatApplication(trx, vault, found.application_id)
  return { type: 'match', application, isSuperseded: application.formNumber !== guess.formNumber }
}

/** Counts one wrong guess against the chat and against the form number. */
export const countGuess = async (
  trx: Transaction<Database>,
  vault: Vault,
  guess: { readonly chatId: string; readonly formNumber: string },
  now: Date,
): Promise<void> => {
  for (const key of await guessKeys(vault, guess)) await countInWindow(trx, key, now)
}

interface GuessKey {
  readonly keyHash: string
  readonly guesses: number
  readonly windowMinutes: number
}

/** Always the chat's first: guesses that lock both rows in one order cannot deadlock. */
const guessKeys = async (
  vault: Vault,
  guess: { readonly chatId: string; readonly formNumber: string },
): Promise<readonly GuessKey[]> => [
  { keyHash: await vault.hash(hashedAs.guess, `chat:${guess.chatId}`), ...guessLimits.chat },
  { keyHash: await vault.hash(hashedAs.guess, `form:${guess.formNumber}`), ...guessLimits.formNumber },
]

const limitedUntil = async (
  db: Kysely<Database>,
  keys: readonly GuessKey[],
  now: Date,
): Promise<Date | undefined> => {
  const counted = await db
    .selectFrom('guess')
    .selectAll()
    .where(
      'key_hash',
      'in',
      keys.map(({ keyHash }) => keyHash),
    )
    .where('window_ends_at', '>', now)
    .execute()
  const ends = counted
    .filter(({ key_hash, count }) =>
      keys.some(({ keyHash, guesses }) => keyHash === key_hash && count >= guesses),
    )
    .map(({ window_ends_at }) => window_ends_at.getTime())
  return ends.length === 0 ? undefined : new Date(Math.max(...ends))
}
