import { describe, expect, test } from 'vitest'
import { checkPicture, checkSize } from '../../../src/core/scan/checkPicture.ts'
import { maxPictureBytes, maxScanBytes } from '../../../src/core/scan/scanRules.ts'
import { greyJpeg, joined, pageJpeg, taggedJpeg } from '../../support/pictures.ts'

describe('checkPicture', () => {
  test('refuses an empty file as damaged, another kind of file by its kind', () => {
    expect(checkPicture(new Uint8Array())).toEqual({ ok: false, problem: { kind: 'damaged' } })
    expect(checkPicture(new TextEncoder().encode('%PDF-1.7'))).toEqual({
      ok: false,
      problem: { kind: 'notJpeg', found: 'pdf', convertible: false },
    })
    expect(checkPicture(new Uint8Array(100))).toEqual({
      ok: false,
      problem: { kind: 'notJpeg', found: 'unknown', convertible: false },
    })
  })

  test('refuses a form of too few pixels, which are enough for a card', async () => {
    const bytes = await pageJpeg({}, { longSide: 980 })
    expect(checkPicture(bytes, 'form')).toEqual({
      ok: false,
      problem: { kind: 'tooFewPixels', width: 693, height: 980, minShortSide: 700 },
    })
    expect(checkPicture(bytes, 'idCard')).toMatchObject({ ok: true, value: { width: 693, height: 980 } })
    expect(checkPicture(await pageJpeg(), 'form')).toMatchObject({ ok: true })
  })

  test('tells the size of a picture lying on its side as it is seen', async () => {
    expect(checkPicture(await taggedJpeg(6))).toMatchObject({ ok: true, value: { width: 1280, height: 905 } })
  })

  test('refuses a greyscale JPEG without decoding it', async () => {
    expect(checkPicture(await greyJpeg(), 'form')).toEqual({ ok: false, problem: { kind: 'greyscale' } })
  })

  test('opens no picture beyond what is ever opened', async () => {
    const bytes = joined(await pageJpeg(), new Uint8Array(maxPictureBytes))
    expect(checkPicture(bytes, 'form')).toEqual({
      ok: false,
      problem: { kind: 'tooLarge', bytes: bytes.length, maxBytes: maxScanBytes, convertible: false },
    })
  })
})

describe('checkSize', () => {
  const jpeg = new Uint8Array(100)

  test('accepts 1,048,576 bytes and refuses one more, offering a smaller copy', () => {
    const picture = { width: 3000, height: 4000, jpeg }
    expect(checkSize(new Uint8Array(maxScanBytes), picture, 'form')).toEqual({ ok: true, value: picture })
    expect(checkSize(new Uint8Array(maxScanBytes + 1), picture, 'form')).toEqual({
      ok: false,
      problem: { kind: 'tooLarge', bytes: maxScanBytes + 1, maxBytes: maxScanBytes, convertible: true },
    })
  })

  test('offers no copy that would be too small to read', () => {
    const strip = { width: 1000, height: 8000, jpeg }
    expect(checkSize(new Uint8Array(maxScanBytes + 1), strip, 'form')).toMatchObject({
      problem: { kind: 'tooLarge', convertible: false },
    })
  })

  test('offers one that is large enough for a card where nobody said what it is', () => {
    const wide = { width: 4000, height: 1000, jpeg }
    const large = new Uint8Array(maxScanBytes + 1)
    for (const kind of [undefined, 'idCard'] as const)
      expect(checkSize(large, wide, kind)).toMatchObject({ problem: { kind: 'tooLarge', convertible: true } })
    expect(checkSize(large, { ...wide, height: 300 })).toMatchObject({
      problem: { kind: 'tooLarge', convertible: false },
    })
  })
})
