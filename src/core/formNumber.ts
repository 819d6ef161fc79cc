import { codeText, lengthOf } from './codeText.ts'
import { Fault } from './fault.ts'
import type { ProblemOf } from './problem.ts'
import { fail, ok, type Result } from './result.ts'

/**
 * A form number: 19 random decimal digits (63 bits, unguessable) and a check digit by H. Michael Damm's quasigroup
 * of order 10, which finds every single wrong digit and every swap of two neighbours. Twenty digits group evenly.
 */
export const formNumberLength = 20
const randomDigits = formNumberLength - 1

const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

/** The check digit of these digits; of digits that end with their own check digit, `0`. */
const dammDigit = (digits: string): string =>
  Array.from(digits).reduce((interim, digit) => damm[Number(interim)]?.charAt(Number(digit)) ?? '', '0')

/**
 * A form number from at least 16 random bytes, taken as one whole number and reduced: of 2^128 values or more, no
 * number has a share that differs from another's by more than one part in 2^64. Fewer bytes are a Fault.
 */
export const formNumberFromRandom = (bytes: Uint8Array): string => {
  if (bytes.length < 16) throw new Fault('alert', 'a form number takes at least 16 random bytes')
  const value = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
  const digits = String(value % 10n ** BigInt(randomDigits)).padStart(randomDigits, '0')
  return digits + dammDigit(digits)
}

/** A form number as a person types it from the paper: in groups or not, on one line or more, in either width. */
export const parseFormNumber = (
  text: string,
): Result<string, ProblemOf<'required' | 'formNumberLength' | 'formNumberCheck'>> => {
  const formNumber = codeText(text)
  if (formNumber === '') return fail({ kind: 'required' })
  const length = lengthOf(formNumber)
  if (length !== formNumberLength)
    return fail({ kind: 'formNumberLength', length, expected: formNumberLength })
  if (!/^[0-9]+$/.test(formNumber) || dammDigit(formNumber) !== '0') return fail({ kind: 'formNumberCheck' })
  return ok(formNumber)
}

/** Five groups of four, as printed under the barcode. */
export const groupFormNumber = (formNumber: string): string => formNumber.replace(/.{4}(?!$)/g, '$& ')

/**
 * What the barcode carries, so that a phone's camera opens the chat with the number filled in: of a bot's address
 * `https://t.me/<bot>` its deep link `?start=`, of any other address, the web chat's, `/?form=`.
 */
export const formNumberLink = (base: string, formNumber: string): string => {
  const address = base.replace(/\/+$/, '')
  return address.startsWith('https://t.me/')
    ? `${address}?start=${formNumber}`
    : `${address}/?form=${formNumber}`
}

/** The form number in whatever a barcode holds: such a link of any host, or the bare number. */
export const formNumberFromLink = (text: string): string | undefined => {
  const digits = /^https?:\/\/[^?#]*\?(?:[^#]*&)?(?:start|form)=(\d+)(?:[&#]|$)/i.exec(text.trim())?.[1]
  const parsed = parseFormNumber(digits ?? text)
  return parsed.ok ? parsed.value : undefined
}
