import type { ScanKind } from '../../core/application.ts'
import { formNumberFromLink } from '../../core/formNumber.ts'
import type { FormLayout } from '../../core/formShape.ts'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { isGreyscale, type Pixels } from '../../core/scan/colour.ts'
import { placePoint } from '../../core/scan/form/place.ts'
import { readForm } from '../../core/scan/form/readForm.ts'
import { rectify } from '../../core/scan/form/rectify.ts'
import type { Inspection, ScanCopies } from '../../core/scan/inspection.ts'
import { formLikeness, pictureLikeness } from '../../core/scan/likeness.ts'
import type { FormReading, PagePlace, SeenCode, Turn } from '../../core/scan/reading.ts'
import type { PictureSize } from '../../core/scan/pictureSize.ts'
import { uprightLongSide } from '../../core/scan/scanRules.ts'
import { readCodes } from './codeReader.ts'
import { decodeJpeg } from './jpegDecoder.ts'
import { encodeJpeg, encodeThumbnail } from './jpegEncoder.ts'

/** What only the pixels of a form tell; of a picture that was not looked at as a form, nothing. */
export interface FormLook extends Pick<Inspection, 'copies' | 'likeness'> {
  readonly isForm: boolean
  readonly reading: FormReading | undefined
}

/** The longest side, in pixels, at which a picture is looked at first, and its code looked for once more. */
const lookSide: Readonly<Record<ScanKind, number>> = { form: 1600, idCard: 1000 }
const secondLookSide = 2560

const nothing: FormLook = { isForm: false, reading: undefined, copies: {}, likeness: undefined }

/** A picture sent for `kind`, or without a word. A card's picture is only looked at for the code of a form. */
export const lookAtPicture = async (
  jpeg: Uint8Array,
  kind: ScanKind | undefined,
  layout: FormLayout,
): Promise<Result<FormLook, ScanProblem>> => {
  const first = await decodeInColour(jpeg, lookSide[kind ?? 'form'])
  if (!first.ok) return first
  const codes = await readCodes(first.value)
  if (kind !== 'idCard') return lookAtForm(jpeg, first.value, codes, layout)
  return codes.some(isForms) ? lookAtPicture(jpeg, 'form', layout) : ok(nothing)
}

/** Pixels that are not all grey. */
export const decodeInColour = async (
  jpeg: Uint8Array,
  longSide: number,
): Promise<Result<Pixels, ScanProblem>> => {
  const pixels = await decodeJpeg(jpeg, { longSide })
  return pixels.ok && isGreyscale(pixels.value) ? fail({ kind: 'greyscale' }) : pixels
}

const isForms = ({ text }: SeenCode): boolean => formNumberFromLink(text) !== undefined

const lookAtForm = async (
  jpeg: Uint8Array,
  pixels: Pixels,
  seenAtOnce: readonly SeenCode[],
  layout: FormLayout,
): Promise<Result<FormLook, ScanProblem>> => {
  const codes = seenAtOnce.some(isForms) ? ok(seenAtOnce) : await lookCloser(jpeg, pixels, seenAtOnce)
  if (!codes.ok) return codes
  const reading = readForm(pixels, codes.value, layout)
  const { page } = reading
  const isForm = page !== undefined || codes.value.some(isForms)
  if (page === undefined) {
    return ok({ isForm, reading, copies: await copiesOf(pixels), likeness: undefined })
  }
  const upright = rectify(pixels, page, uprightSize(pixels, page, layout))
  return ok({
    isForm,
    reading,
    copies: { ...(await copiesOf(upright)), ...(await uprightCopy(upright)) },
    likeness: formLikeness(pixels, reading, layout),
  })
}

/** As large as the page is seen, since more shows no more. */
const uprightSize = (
  pixels: Pixels,
  page: PagePlace,
  { page: { width, height } }: FormLayout,
): PictureSize => {
  const [top, bottom] = [0, height].map((y) => placePoint(page, { x: width / 2, y }))
  const [right, down] = [(bottom?.x ?? 0) - (top?.x ?? 0), (bottom?.y ?? 0) - (top?.y ?? 0)]
  const length = Math.min(uprightLongSide, Math.ceil(Math.hypot(right * pixels.width, down * pixels.height)))
  return { width: Math.round((length * width) / height), height: length }
}

/** Codes as in the first look's pixels. */
const lookCloser = async (
  jpeg: Uint8Array,
  { width }: Pixels,
  seenAtOnce: readonly SeenCode[],
): Promise<Result<readonly SeenCode[], ScanProblem>> => {
  const closer = await decodeJpeg(jpeg, { longSide: secondLookSide, enlarge: true })
  if (!closer.ok) return closer
  const codes = await readCodes(closer.value)
  return ok(codes.length === 0 ? seenAtOnce : codes.map((code) => scaled(code, width / closer.value.width)))
}

const scaled = ({ text, corners }: SeenCode, by: number): SeenCode => {
  const [a, b, c, d] = corners
  const at = ({ x, y }: typeof a) => ({ x: x * by, y: y * by })
  return { text, corners: [at(a), at(b), at(c), at(d)] }
}

/** Copies and likeness of a picture that is no form: turned, and otherwise as it was sent. */
export const lookUpright = async (
  jpeg: Uint8Array,
  turn: Turn,
): Promise<Result<Pick<Inspection, 'copies' | 'likeness'>, ScanProblem>> => {
  const pixels = await decodeJpeg(jpeg, { longSide: uprightLongSide, turn })
  if (!pixels.ok) return pixels
  return ok({
    copies: { ...(await copiesOf(pixels.value)), ...(await uprightCopy(pixels.value)) },
    likeness: pictureLikeness(pixels.value),
  })
}

const copiesOf = async (pixels: Pixels): Promise<ScanCopies> => ({ thumbnail: await encodeThumbnail(pixels) })

const uprightCopy = async (pixels: Pixels): Promise<ScanCopies> => {
  const upright = await encodeJpeg(pixels)
  return upright === undefined ? {} : { upright }
}
