import { createHmac } from 'node:crypto'

const stepSeconds = 30

/** The six digits an authenticator app shows for a base32 secret at a moment (RFC 6238, HMAC-SHA-1, 30 seconds). */
export const totp = (base32Secret: string, at: Date): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 1000 / stepSeconds)))
  const mac = createHmac('sha1', fromBase32(base32Secret)).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

/** The one after, which is accepted already: for who has used the one of this moment. */
export const nextTotp = (base32Secret: string): string =>
  totp(base32Secret, new Date(Date.now() + stepSeconds * 1000))

const fromBase32 = (text: string): Buffer => {
  const bits = Array.from(text.replaceAll(' ', ''), (character) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0'),
  ).join('')
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
