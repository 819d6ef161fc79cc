/** A one-time password is no longer accepted this many days after it was set. */
export const oneTimePasswordDays = 7

/** 32 characters, 5 bits each, none of which is mistaken for another on a phone: no 0, 1, l, o, and no capitals. */
const alphabet = '23456789abcdefghijkmnpqrstuvwxyz'
const passwordLength = 13

/** 65 random bits as 13 characters; `randomBytes` gives as many bytes as asked. */
export const makeOneTimePassword = (randomBytes: (count: number) => Uint8Array): string =>
  Array.from(randomBytes(passwordLength), (byte) => alphabet.charAt(byte % alphabet.length)).join('')
