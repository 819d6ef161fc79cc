import { assert, boolean, nat, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPicture } from '../../../src/core/scan/checkPicture.ts'
import { exifOrientation, orientationExif } from '../../../src/core/scan/exifOrientation.ts'
import { parseJpegHeader, seenSize, type JpegHeader } from '../../../src/core/scan/jpegHeader.ts'
import { decodingLimits } from '../../../src/core/scan/scanRules.ts'
import { jpegSegments, marker } from '../../../src/core/scan/jpegSegments.ts'
import {
  cmykJpeg,
  greyJpeg,
  insertSegment,
  joined,
  pageJpeg,
  taggedJpeg,
  withFrameMarker,
  withFrameSize,
  withRepeatedScans,
} from '../../support/pictures.ts'

const small = await pageJpeg({}, { longSide: 96 })
const smallProgressive = await pageJpeg({}, { longSide: 96, progressive: true })

const headerOf = (bytes: Uint8Array): JpegHeader => {
  const header = parseJpegHeader(bytes)
  if (!header.ok) throw new Error(`refused as ${header.problem.kind}`)
  return header.value
}

describe('parseJpegHeader', () => {
  test('reads size, components, coding and number of scans', async () => {
    const page = { width: 905, height: 1280 }
    expect(headerOf(await pageJpeg())).toMatchObject({ ...page, components: 3, progressive: false, scans: 1 })
    expect(headerOf(await pageJpeg({}, { progressive: true }))).toMatchObject({
      ...page,
      components: 3,
      progressive: true,
      scans: 10,
    })
    expect(headerOf(await greyJpeg())).toMatchObject({ ...page, components: 1 })
    expect(headerOf(await cmykJpeg())).toMatchObject({ ...page, components: 4 })
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
    'reads orientation %i, and sees the size by it',
    async (orientation) => {
      const header = headerOf(await taggedJpeg(orientation, { longSide: 96 }))
      expect(header.orientation).toBe(orientation)
      expect(seenSize(header)).toEqual(
        orientation < 5 ? { width: 68, height: 96 } : { width: 96, height: 68 },
      )
    },
  )

  test.each([
    ['nothing but a start', small.slice(0, 3)],
    ['no end', small.slice(0, -2)],
    ['a segment longer than the file', small.slice(0, 20)],
    ['no picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
    ['a width of zero', withFrameSize(small, 0, 100)],
    ['a height of zero', withFrameSize(small, 100, 0)],
    ['a second start', joined(small.slice(0, 2), small)],
    ['two frames', insertSegment(small, 0xc0, Uint8Array.of(8, 0, 1, 0, 1, 1, 1, 0x11, 0))],
    ['a scan before its frame', insertSegment(small, marker.sos, Uint8Array.of(1, 1, 0, 0, 63, 0))],
    [
      'a segment of impossible length',
      joined(small.slice(0, 2), Uint8Array.of(0xff, 0xe1, 0, 1), small.slice(2)),
    ],
  ])('refuses as damaged: %s', (_, bytes) => {
    expect(parseJpegHeader(bytes)).toEqual({ ok: false, problem: { kind: 'damaged' } })
  })

  test.each([
    ['a bomb by size', withFrameSize(small, 65_500, 65_500)],
    ['a progressive picture of 26 megapixels', withFrameSize(smallProgressive, 6500, 4000)],
    ['a baseline picture of 51 megapixels', withFrameSize(small, 8500, 6000)],
    ['883 scans', withRepeatedScans(smallProgressive, 873)],
    ['21 scans', withRepeatedScans(smallProgressive, 11)],
    ['arithmetic coding', withFrameMarker(small, 0xc9)],
    ['lossless coding', withFrameMarker(small, 0xc3)],
    [
      'more segments than a picture has',
      Array.from({ length: 1001 }).reduce<Uint8Array>(
        (jpeg) => insertSegment(jpeg, 0xfe, Uint8Array.of()),
        small,
      ),
    ],
  ])('refuses as too complex: %s', (_, bytes) => {
    expect(parseJpegHeader(bytes)).toEqual({ ok: false, problem: { kind: 'tooComplex' } })
  })

  test('accepts what is just within the limits', () => {
    expect(headerOf(withFrameSize(small, 8000, 6000))).toMatchObject({ width: 8000, height: 6000 })
    expect(headerOf(withRepeatedScans(smallProgressive, 10))).toMatchObject({ scans: 20 })
  })

  test('reads past fill bytes and stray bytes between segments', () => {
    const odd = joined(small.slice(0, 2), Uint8Array.of(0xff, 0xff, 0x00, 0x17, 0xff, 0xff), small.slice(2))
    expect(headerOf(odd)).toMatchObject({ width: 68, height: 96, scans: 1 })
  })

  test('refuses a scan whose header is cut short', () => {
    const short = joined(small.slice(0, 308), Uint8Array.of(2), small.slice(308))
    expect(checkPicture(short).ok).toBe(false)
    const empty = joined(small.slice(0, -2), Uint8Array.of(0xff, 0xda, 0, 2), small.slice(-2))
    expect(checkPicture(empty)).toMatchObject({ problem: { kind: 'damaged' } })
  })

  test('answers any bytes that begin like a JPEG, and never throws', () => {
    assert(
      property(uint8Array({ maxLength: 300 }), nat(small.length), (noise, at) => {
        const hostile = joined(small.slice(0, Math.max(3, at)), noise, small.slice(at))
        const checked = checkPicture(hostile)
        const again = checked.ok ? checkPicture(checked.value.jpeg) : checked
        expect(again.ok).toBe(checked.ok)
        const refusals = ['damaged', 'tooComplex', 'greyscale']
        expect(['none', ...refusals]).toContain(again.ok ? 'none' : again.problem.kind)
      }),
    )
  })
})

describe('exifOrientation', () => {
  const segment = (payload: Uint8Array) => ({ marker: marker.app1, payload, data: Uint8Array.of() })

  test('of bytes that are no Exif, or broken ones, is upright', () => {
    assert(
      property(uint8Array({ maxLength: 80 }), boolean(), (noise, little) => {
        const start = little ? 'Exif\0\0II*\0\x08\0\0\0' : 'Exif\0\0MM\0*'
        const exif = joined(
          Uint8Array.from(start, (character) => character.charCodeAt(0)),
          noise,
        )
        const orientation = exifOrientation([segment(exif)])
        expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(orientation)
      }),
    )
    expect(exifOrientation([segment(orientationExif(6).slice(0, 20))])).toBe(1)
    expect(exifOrientation([])).toBe(1)
  })

  test('reads back what is written', () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
      expect(exifOrientation([segment(orientationExif(orientation))])).toBe(orientation)
    }
  })
})

describe('jpegSegments', () => {
  test('ends with the first picture', () => {
    expect(jpegSegments(joined(small, small), decodingLimits)).toEqual(jpegSegments(small, decodingLimits))
  })

  test('looks at so many 0xFF and no more', () => {
    const escapes = small.filter((byte) => byte === 0xff).length
    expect(jpegSegments(small, { ...decodingLimits, escapes })).toBeDefined()
    expect(jpegSegments(small, { ...decodingLimits, escapes: escapes - 1 })).toBeUndefined()
  })
})
