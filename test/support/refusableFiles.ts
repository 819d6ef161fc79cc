import { readFile } from 'node:fs/promises'
import type { ProblemOf, ScanProblem } from '../../src/core/problem.ts'
import { maxPictureBytes } from '../../src/core/scan/scanRules.ts'
import {
  behindSegments,
  blackPng,
  emptyPdf,
  endlessScan,
  followedBy,
  heicHead,
  webpHead,
} from './hostileFiles.ts'
import {
  drawPage,
  pageJpeg,
  resized,
  toSharp,
  withFrameMarker,
  withFrameSize,
  withRepeatedScans,
} from './pictures.ts'

/** A file that is refused for what its bytes tell, before any process sees it. */
export interface RefusableFile {
  readonly name: string
  /** Made when asked for: many are as large as a chat service hands one out. */
  readonly bytes: () => Uint8Array
  /** Why it is no scan, in the words of a host that converts what it can. */
  readonly problem: ScanProblem
  /** Why it is not converted there either; undefined when it would be opened for that. */
  readonly unconverted?: Refusal | undefined
}

type Refusal = 'tooComplex' | 'damaged' | 'notJpeg'

/** What refusing one may cost: milliseconds of CPU, and megabytes by which what is resident grows. */
export const refusalBounds = { cpuMs: 50, grownMB: 64 } as const

const page = await pageJpeg()
const small = await pageJpeg({}, { longSide: 96, progressive: true })
const heic = new Uint8Array(await readFile(new URL('form.heic', import.meta.url)))
const drawn = toSharp(await resized(drawPage(), 96))
const [png, webp, gif, tiff, avif] = await Promise.all([
  drawn.clone().png().toBuffer(),
  drawn.clone().webp().toBuffer(),
  drawn.clone().gif().toBuffer(),
  drawn.clone().tiff().toBuffer(),
  drawn.clone().avif().toBuffer(),
])

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const bomb = withFrameSize(page, 65_500, 65_500)
const endless = page.subarray(0, page.length - 2)
const padded = (bytes: Uint8Array, filler = 0): Uint8Array => followedBy(bytes, [filler], maxPictureBytes)
const behind = (marker: number, payload: number): Uint8Array =>
  behindSegments(bomb, { marker, payload, length: maxPictureBytes })

const jpeg = (name: string, bytes: () => Uint8Array, kind: Exclude<Refusal, 'notJpeg'>): RefusableFile => ({
  name,
  bytes,
  problem: { kind },
  unconverted: kind,
})

const other = (
  name: string,
  bytes: () => Uint8Array,
  found: ProblemOf<'notJpeg'>['found'],
  unconverted?: Refusal,
): RefusableFile => ({
  name,
  bytes,
  problem: { kind: 'notJpeg', found, convertible: unconverted === undefined },
  unconverted,
})

export const refusableFiles: readonly RefusableFile[] = [
  jpeg('JPEG of 65500 pixels each way', () => bomb, 'tooComplex'),
  jpeg('the same, 20 MB', () => padded(bomb), 'tooComplex'),
  jpeg('… of 16000 each way, progressive', () => withFrameSize(small, 16_000, 16_000), 'tooComplex'),
  jpeg('… of 883 scans', () => withRepeatedScans(small, 873), 'tooComplex'),
  jpeg(
    '… of scans up to 20 MB',
    () => withRepeatedScans(small, Math.floor(maxPictureBytes / small.length)),
    'tooComplex',
  ),
  jpeg('… of arithmetic coding', () => withFrameMarker(page, 0xc9), 'tooComplex'),
  jpeg('… of progressive arithmetic coding', () => withFrameMarker(small, 0xca), 'tooComplex'),
  jpeg('… of lossless coding', () => withFrameMarker(page, 0xc3), 'tooComplex'),
  jpeg('… of no width', () => withFrameSize(page, 0, 1280), 'damaged'),
  jpeg('… of no height', () => withFrameSize(page, 905, 0), 'damaged'),
  jpeg('… of three bytes', () => page.subarray(0, 3), 'damaged'),
  jpeg('… without an end', () => endless, 'damaged'),
  jpeg('… without an end, 20 MB', () => padded(endless), 'damaged'),
  jpeg('… and fill bytes up to 20 MB', () => padded(page.subarray(0, 2), 0xff), 'damaged'),
  jpeg('… of stuffed bytes up to 20 MB', () => endlessScan(page, [0xff, 0x00], maxPictureBytes), 'damaged'),
  jpeg(
    '… of a stuffed byte in 40, 20 MB',
    () => endlessScan(page, [0xff, ...new Uint8Array(39)], maxPictureBytes),
    'damaged',
  ),
  jpeg('… of restarts up to 20 MB', () => endlessScan(page, [0xff, 0xd0], maxPictureBytes), 'damaged'),
  jpeg('… behind small segments, 20 MB', () => behind(0xfe, 0), 'tooComplex'),
  jpeg('… behind application segments, 20 MB', () => behind(0xe1, 30), 'tooComplex'),
  jpeg('… behind large segments, 20 MB', () => behind(0xe2, 65_000), 'tooComplex'),
  jpeg('… behind tables, 20 MB', () => behind(0xdb, 65), 'tooComplex'),
  jpeg('nothing', () => new Uint8Array(), 'damaged'),
  other('nothing but zeros, 20 MB', () => padded(new Uint8Array()), 'unknown', 'notJpeg'),
  other(
    'PNG of 65500 pixels each way',
    () => blackPng({ width: 65_500, height: 65_500 }, { pixels: 100 }),
    'png',
    'tooComplex',
  ),
  other('PNG of no width', () => blackPng({ width: 0, height: 100 }, { pixels: 100 }), 'png', 'damaged'),
  other('PNG without an end', () => blackPng({ width: 800, height: 800 }).subarray(0, 60), 'png', 'damaged'),
  other(
    'PNG of empty chunks, 20 MB',
    () => padded(blackPng({ width: 800, height: 800 }).subarray(0, 33)),
    'png',
    'tooComplex',
  ),
  other('WebP of 16000 pixels each way', () => webpHead(16_000, 16_000), 'webp', 'tooComplex'),
  other('WebP that moves', () => webpHead(100, 100, 2), 'webp', 'tooComplex'),
  other('HEIC that names a huge size', () => heicHead([100, 100], [65_500, 65_500]), 'heic', 'tooComplex'),
  other(
    'HEIC that names many sizes',
    () => heicHead(...Array.from({ length: 20_000 }, () => [9, 9] as const)),
    'heic',
    'damaged',
  ),
  other('HEIC that names no size', () => heicHead(), 'heic', 'damaged'),
  other('HEIC cut off', () => heic.subarray(0, 20_000), 'heic', 'damaged'),
  other('PNG named JPEG', () => png, 'png'),
  other('WebP named JPEG', () => webp, 'webp'),
  other('PDF of two pages', () => emptyPdf(2), 'pdf'),
  other('AVIF named JPEG', () => avif, 'avif', 'notJpeg'),
  other('GIF named JPEG', () => gif, 'gif', 'notJpeg'),
  other('TIFF named JPEG', () => tiff, 'tiff', 'notJpeg'),
  other('SVG named JPEG', () => ascii('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg', 'notJpeg'),
  other('SVG behind white space, 20 MB', () => padded(ascii(' '), 0x20), 'unknown', 'notJpeg'),
]
