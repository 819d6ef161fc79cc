import { cleanText } from './cleanText.ts'

/** Full-width forms of ASCII (U+FF01–U+FF5E), as Chinese input methods produce them, as ASCII. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))

/**
 * What a person typed as a number or code, as its characters alone: half-width, ASCII letters in upper case, without
 * the spaces and dashes that only group. Anything else is left for the code's own rule to refuse.
 */
export const codeText = (text: string): string =>
  cleanText(halfWidth(text))
    .replace(/[\s\p{Pd}\u2212]/gu, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    // A mark that stood after a space stands after a letter now.
    .normalize('NFC')

/** As many characters as a person would count, one for each code point. */
export const lengthOf = (text: string): number => Array.from(text).length
