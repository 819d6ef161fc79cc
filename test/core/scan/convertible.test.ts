import { describe, expect, test } from 'vitest'
import { checkPicture } from '../../../src/core/scan/checkPicture.ts'
import { checkConvertible, type ConvertibleKind } from '../../../src/core/scan/convertible.ts'
import { parsePng } from '../../../src/core/scan/pngHeader.ts'
import { maxPictureBytes } from '../../../src/core/scan/scanRules.ts'
import { parseWebpHeader } from '../../../src/core/scan/webpHeader.ts'
import { blackPng, emptyPdf, heicHead, pngTextBomb, webpHead } from '../../support/hostileFiles.ts'
import { joined } from '../../support/pictures.ts'

const all: ReadonlySet<ConvertibleKind> = new Set(['png', 'webp', 'heic', 'pdf'])
const png = blackPng({ width: 40, height: 30 })

describe('checkConvertible', () => {
  test.each([
    ['png', png],
    ['webp', webpHead(40, 30)],
    ['heic', heicHead([40, 30])],
    ['pdf', emptyPdf(1)],
  ] as const)('takes a %s where the host converts it, and nowhere else', (kind, bytes) => {
    expect(checkConvertible(bytes, all)).toMatchObject({ ok: true, value: { kind } })
    expect(checkPicture(bytes, 'form', all)).toMatchObject({ problem: { found: kind, convertible: true } })
    const others = new Set([...all].filter((other) => other !== kind))
    const refused = { ok: false, problem: { kind: 'notJpeg', found: kind, convertible: false } }
    expect(checkConvertible(bytes, others)).toEqual(refused)
    expect(checkPicture(bytes, 'form', others)).toEqual(refused)
  })

  test('opens nothing beyond what is ever opened', () => {
    const bytes = joined(emptyPdf(1), new Uint8Array(maxPictureBytes))
    expect(checkConvertible(bytes, all)).toMatchObject({ problem: { kind: 'tooLarge', convertible: false } })
  })

  test('takes nothing for damaged, and a JPEG for none of its subject', () => {
    expect(checkConvertible(new Uint8Array(), all)).toEqual({ ok: false, problem: { kind: 'damaged' } })
  })
})

describe('parsePng', () => {
  test('tells the size, and leaves out what no pixel needs', () => {
    expect(parsePng(png)).toEqual({ ok: true, value: { width: 40, height: 30, png } })
    const withText = blackPng({ width: 40, height: 30 }, { extra: [pngTextBomb(1)] })
    expect(withText.length).toBeGreaterThan(png.length)
    const trailing = joined(withText, new TextEncoder().encode('<?php'))
    expect(parsePng(trailing)).toEqual({ ok: true, value: { width: 40, height: 30, png } })
  })

  test('refuses a chunk of many, or one that is longer than the file', () => {
    const many = Array.from({ length: 5000 }, () =>
      Uint8Array.of(0, 0, 0, 0, 0x61, 0x62, 0x43, 0x64, 0, 0, 0, 0),
    )
    expect(parsePng(blackPng({ width: 40, height: 30 }, { extra: many }))).toMatchObject({
      problem: { kind: 'tooComplex' },
    })
    const long = png.slice()
    long.set([0xff, 0xff, 0xff, 0xff], 8)
    expect(parsePng(long)).toMatchObject({ problem: { kind: 'damaged' } })
  })
})

test('parseWebpHeader tells the size of each of the three kinds', () => {
  const riff = (chunk: string, ...content: number[]): Uint8Array =>
    joined(new TextEncoder().encode(`RIFF0000WEBP${chunk}0000`), Uint8Array.from(content))
  expect(parseWebpHeader(webpHead(640, 480))).toEqual({ ok: true, value: { width: 640, height: 480 } })
  expect(parseWebpHeader(riff('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1))).toEqual({
    ok: true,
    value: { width: 640, height: 480 },
  })
  const [width, height] = [639, 479]
  const bits = width | (height << 14)
  expect(
    parseWebpHeader(riff('VP8L', 0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24)),
  ).toEqual({ ok: true, value: { width: 640, height: 480 } })
  expect(parseWebpHeader(riff('ALPH'))).toMatchObject({ problem: { kind: 'damaged' } })
})
