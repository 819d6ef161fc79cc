import { symmetricDecrypt } from 'better-auth/crypto'
import type { DeskAuth } from './betterAuth.ts'

export interface StoredTwoFactor {
  readonly id: string
  /** Encrypted, as are the backup codes. */
  readonly secret: string
  readonly backupCodes: string
  readonly verified: boolean | null
}

export const twoFactorOf = async (
  auth: DeskAuth,
  reviewerId: string,
): Promise<StoredTwoFactor | undefined> => {
  const { adapter } = await auth.$context
  const stored = await adapter.findOne<StoredTwoFactor>({
    model: 'twoFactor',
    where: [{ field: 'userId', value: reviewerId }],
  })
  return stored ?? undefined
}

/**
 * Has the library verify a code of the authenticator app, which is good once (RFC 6238, 5.2): the library hears none
 * that was not taken here before. `isUsed`: it, or a later one, was accepted already.
 */
export const verifyTimeCode = async (
  auth: DeskAuth,
  headers: Headers,
  reviewerId: string,
  code: string,
): Promise<{ readonly answer: Response; readonly isUsed: boolean }> => {
  const taken = await takeTimeCode(auth, reviewerId, code)
  // no code at all is counted as a wrong one is
  const body = { code: taken === 'taken' ? code : '' }
  return { answer: await auth.api.verifyTOTP({ body, headers, asResponse: true }), isUsed: taken === 'used' }
}

const takeTimeCode = async (
  auth: DeskAuth,
  reviewerId: string,
  code: string,
): Promise<'taken' | 'used' | 'wrong'> => {
  const stored = await twoFactorOf(auth, reviewerId)
  if (!stored) return 'wrong'
  const { adapter, secretConfig } = await auth.$context
  const secret = await symmetricDecrypt({ key: secretConfig, data: stored.secret })
  const step = await stepOf(secret, code)
  if (step === undefined) return 'wrong'
  // one statement: of two requests that bring the same code at once, the other finds it used
  const taken = await adapter.incrementOne({
    model: 'twoFactor',
    where: [
      { field: 'id', value: stored.id },
      { field: 'lastStep', operator: 'lt', value: step },
    ],
    increment: {},
    set: { lastStep: step },
  })
  return taken ? 'taken' : 'used'
}

/** What authenticator apps and the library take for granted (RFC 6238): HMAC-SHA-1, 6 digits, steps of 30 seconds. */
const stepMs = 30_000
/** The clocks may differ by one step. */
const offsets = [1, 0, -1]

/** The time step that a code is of; the later one, should two have the same code. */
const stepOf = async (secret: string, code: string): Promise<number | undefined> => {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-1' },
    false,
    ['sign'],
  )
  const codeOf = async (step: number): Promise<string> => {
    const counter = new DataView(new ArrayBuffer(8))
    counter.setBigUint64(0, BigInt(step))
    const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter))
    const truncated = mac.getUint32(mac.getUint8(19) & 0x0f) & 0x7fff_ffff
    return String(truncated % 1_000_000).padStart(6, '0')
  }
  const now = Math.floor(Date.now() / stepMs)
  for (const offset of offsets) if ((await codeOf(now + offset)) === code) return now + offset
  return undefined
}
