import type { ProblemOf } from '../problem.ts'
import { uint32 } from './bigEndian.ts'

export type FileKind = 'jpeg' | ProblemOf<'notJpeg'>['found']

/** The kind of a file by its first bytes, whatever its name says. */
export const sniff = (bytes: Uint8Array): FileKind => {
  const starts = (text: string, at = 0): boolean => latin1(bytes, at, text.length) === text

  if (starts('\xff\xd8\xff')) return 'jpeg'
  if (starts('\x89PNG\r\n\x1a\n')) return 'png'
  if (starts('GIF87a') || starts('GIF89a')) return 'gif'
  if (starts('RIFF') && starts('WEBP', 8)) return 'webp'
  if (starts('ftyp', 4)) {
    const brands = brandsIn(bytes)
    if (heifBrands.has(brands[0] ?? '')) return brands.some((brand) => av1Brands.has(brand)) ? 'avif' : 'heic'
  }
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((start) => starts(start))) return 'tiff'
  if (starts('BM') && starts('\0\0\0\0', 6)) return 'bmp'

  const head = latin1(bytes, 0, 1024)
  // Readers accept a PDF whose header stands anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
  if (head.includes('%PDF-')) return 'pdf'
  return /<svg[\s>]/i.test(head) ? 'svg' : 'unknown'
}

/** Those of them that say that pictures are coded in AV1. */
const av1Brands: ReadonlySet<string> = new Set(['avif', 'avis'])

/** Major brands of ISO/IEC 23008-12 pictures, in HEVC and AV1: what telephones call HEIC, HEIF and AVIF. */
const heifBrands: ReadonlySet<string> = new Set([
  ...'heic heix heim heis hevc hevx hevm hevs mif1 mif2 msf1'.split(' '),
  ...av1Brands,
])

/** The major brand and those it is compatible with (ISO/IEC 14496-12, 4.3), of which a picture has a few. */
const brandsIn = (bytes: Uint8Array): readonly string[] => {
  const end = Math.min(uint32(bytes, 0), bytes.length, 128)
  return latin1(bytes, 8, Math.max(0, end - 8)).match(/.{4}/gs) ?? []
}

const latin1 = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))
