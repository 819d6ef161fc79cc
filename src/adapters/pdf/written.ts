import { zlibSync } from 'fflate'
import { PDFHexString, PDFObject } from 'pdf-lib'

/**
 * A PDF object as the bytes it is written in. pdf-lib's own are trees that it measures and then writes part by part,
 * which for what is alike on every form would be most of the work.
 */
export class Written extends PDFObject {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    super()
    this.bytes = bytes
  }

  override clone(): Written {
    return this
  }

  override toString(): string {
    return new TextDecoder('latin1').decode(this.bytes)
  }

  override sizeInBytes(): number {
    return this.bytes.length
  }

  override copyBytesInto(buffer: Uint8Array, offset: number): number {
    buffer.set(this.bytes, offset)
    return this.bytes.length
  }
}

/** Objects, operators and CMaps are ASCII throughout: texts stand in them as hexadecimal numbers. */
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** An object as PDF writes it, other objects and references among its words. */
export const written = (
  words: TemplateStringsArray,
  ...between: readonly (string | number | PDFObject)[]
): Written => new Written(ascii(words.map((word, at) => `${word}${String(between[at] ?? '')}`).join('')))

/** Several objects or references in a row. */
export const listed = (objects: readonly PDFObject[]): string => objects.map(String).join(' ')

/** A text string (ISO 32000-1, 7.9.2.2). */
export const textString = (text: string): string => PDFHexString.fromText(text).toString()

/** A stream as it is; `entries` are those of its dictionary beside its length and filter. */
export const plainStream = (entries: string, content: Uint8Array): Written => {
  const head = ascii(`<<${entries} /Length ${content.length}>>\nstream\n`)
  const tail = ascii('\nendstream')
  const bytes = new Uint8Array(head.length + content.length + tail.length)
  bytes.set(head)
  bytes.set(content, head.length)
  bytes.set(tail, head.length + content.length)
  return new Written(bytes)
}

/**
 * A compressed stream, at the lowest level: glyphs hardly compress. The compressor is no host's own, as another zlib
 * would give other bytes.
 */
export const compressedStream = (entries: string, data: Uint8Array): Written =>
  plainStream(`${entries} /Filter /FlateDecode`, zlibSync(data, { level: 1 }))
