import { Fault } from '../../core/fault.ts'
import type { Vault } from '../../core/ports.ts'
import { base64Url } from '../base64Url.ts'
import { release } from '../release.ts'

/** Bytes of a master key. */
export const masterKeyLength = 32

/**
 * A Vault on WebCrypto, so the same on Node and Workers. From the master key come, by HKDF-SHA-256 (RFC 5869), one
 * key for AES-256-GCM with the context as additional data (NIST SP 800-38D) and one for HMAC-SHA-256.
 *
 * A sealed value is one byte of version, 12 random bytes of nonce, then ciphertext and tag. Random nonces hold for
 * 2^32 values under one key.
 */
export const vaultFromKey = async (masterKey: Uint8Array): Promise<Vault> => {
  const root = await importRoot(masterKey)
  const sealing = await crypto.subtle.deriveKey(
    hkdf('sealpass seal 1'),
    root,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  const hashing = await crypto.subtle.deriveKey(
    hkdf('sealpass hash 1'),
    root,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  )

  const open = async (sealed: Uint8Array, context: string): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = unshared(sealed)
    if (bytes[0] !== version || bytes.length < headLength + tagLength) throw unopenable(context)
    try {
      const plain = await crypto.subtle.decrypt(
        gcm(bytes.subarray(1, headLength), context),
        sealing,
        bytes.subarray(headLength),
      )
      return new Uint8Array(plain)
    } catch (cause) {
      throw unopenable(context, cause)
    }
  }

  return {
    async seal(plain, context) {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceLength))
      const text = await crypto.subtle.encrypt(gcm(nonce, context), sealing, bytesOf(plain))
      const sealed = new Uint8Array(headLength + text.byteLength)
      sealed[0] = version
      sealed.set(nonce, 1)
      const cipher = new Uint8Array(text)
      sealed.set(cipher, headLength)
      release(cipher)
      return sealed
    },
    open,
    openText: async (sealed, context) => new TextDecoder().decode(await open(sealed, context)),
    async hash(purpose, value) {
      const bytes = bytesOf(value)
      const label = bytesOf(`${purpose}\0`)
      const message = new Uint8Array(label.length + bytes.length)
      message.set(label)
      message.set(bytes, label.length)
      return base64Url(new Uint8Array(await crypto.subtle.sign('HMAC', hashing, message)))
    },
  }
}

/** 256 bits as base64url for a purpose of its own, such as signing cookies; the same from the same key. */
export const deriveSecret = async (masterKey: Uint8Array, purpose: string): Promise<string> =>
  base64Url(
    new Uint8Array(
      await crypto.subtle.deriveBits(hkdf(`sealpass secret ${purpose}`), await importRoot(masterKey), 256),
    ),
  )

const version = 1
const nonceLength = 12
const headLength = 1 + nonceLength
const tagLength = 16

const importRoot = async (masterKey: Uint8Array): Promise<CryptoKey> => {
  if (masterKey.length !== masterKeyLength)
    throw new Fault('alert', `A master key has ${masterKeyLength} bytes, this one has ${masterKey.length}.`)
  return crypto.subtle.importKey('raw', new Uint8Array(masterKey), 'HKDF', false, ['deriveKey', 'deriveBits'])
}

/** No salt: the master key is uniformly random already. */
const hkdf = (info: string): HkdfParams => ({
  name: 'HKDF',
  hash: 'SHA-256',
  salt: new Uint8Array(),
  info: bytesOf(info),
})

const gcm = (iv: Uint8Array<ArrayBuffer>, context: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: bytesOf(context),
})

const bytesOf = (value: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof value === 'string' ? new TextEncoder().encode(value) : unshared(value)

/** WebCrypto takes no memory that is shared, of which it could not tell what it reads; all other is not copied. */
const unshared = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  isUnshared(bytes) ? bytes : new Uint8Array(bytes)
const isUnshared = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer

/** Only the context's first part is named: what follows the colon can be a chat's or an account's own. */
const unopenable = (context: string, cause?: unknown): Fault =>
  new Fault(
    'alert',
    `A sealed value (${context.split(':', 1).join('')}) does not open: it was altered or moved, or sealed with another key.`,
    { cause },
  )
