import type { Kysely } from 'kysely'
import {
  type ApiScope,
  apiScopes,
  type ApiTokens,
  apiTokenPrefix,
  requestsPerMinute,
} from '../../core/apiToken.ts'
import type { Host, Vault } from '../../core/ports.ts'
import { base64Url } from '../base64Url.ts'
import { appendAudit } from './audit.ts'
import { countInWindow } from './countInWindow.ts'
import type { Database } from './schema.ts'
import { hashedAs } from './sealing.ts'

const tokenBytes = 32
/** How far off the time of the last use may be: a row is not written with each request. */
const lastUseMinutes = 10

/** The tokens of the API on PostgreSQL. What is stored of one does not open anything. */
export const apiTokens = (
  db: Kysely<Database>,
  vault: Vault,
  host: Pick<Host, 'randomBytes' | 'uuid'>,
): ApiTokens => ({
  async list() {
    const rows = await db
      .selectFrom('api_token')
      .select(['id', 'name', 'scopes', 'expires_at', 'last_used_at', 'revoked_at'])
      .orderBy('created_at', 'desc')
      .orderBy('id')
      // each is made with one
      .$narrowType<{ expires_at: Date }>()
      .execute()
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      scopes: knownScopes(row.scopes),
      expiresAt: row.expires_at,
      lastUsedAt: row.last_used_at ?? undefined,
      revokedAt: row.revoked_at ?? undefined,
    }))
  },

  async make({ name, scopes, expiresAt }, by, now) {
    const id = host.uuid()
    const token = apiTokenPrefix + base64Url(host.randomBytes(tokenBytes))
    const tokenHash = await vault.hash(hashedAs.apiToken, token)
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto('api_token')
        .values({
          id,
          name,
          token_hash: tokenHash,
          scopes: [...scopes],
          created_by: by,
          created_at: now,
          expires_at: expiresAt,
        })
        .execute()
      await appendAudit(trx, {
        at: now,
        actor: by,
        action: 'tokenMade',
        detail: { tokenId: id, scopes, expiresAt: expiresAt.toISOString() },
      })
    })
    return token
  },

  revoke: (id, by, now) =>
    db.transaction().execute(async (trx) => {
      const revoked = await trx
        .updateTable('api_token')
        .set({ revoked_at: now })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      if (!revoked) return false
      await appendAudit(trx, { at: now, actor: by, action: 'tokenRevoked', detail: { tokenId: id } })
      return true
    }),

  async find(token, now) {
    if (!token.startsWith(apiTokenPrefix)) return undefined
    const found = await db
      .selectFrom('api_token')
      .select(['id', 'scopes', 'last_used_at'])
      .where('token_hash', '=', await vault.hash(hashedAs.apiToken, token))
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    if (!found) return undefined
    const usedBefore = new Date(now.getTime() - lastUseMinutes * 60_000)
    if (found.last_used_at === null || found.last_used_at < usedBefore)
      await db.updateTable('api_token').set({ last_used_at: now }).where('id', '=', found.id).execute()
    return { tokenId: found.id, scopes: knownScopes(found.scopes) }
  },

  async limit(tokenId, now) {
    const keyHash = await vault.hash(hashedAs.apiRequests, tokenId)
    const { count, windowEndsAt } = await countInWindow(db, { keyHash, windowMinutes: 1 }, now)
    return count > requestsPerMinute ? windowEndsAt : undefined
  },
})

/** A scope that this release does not know opens nothing. */
const knownScopes = (stored: readonly string[]): readonly ApiScope[] =>
  apiScopes.filter((scope) => stored.includes(scope))
