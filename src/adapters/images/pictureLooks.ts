import type { ScanKind } from '../../core/application.ts'
import type { FormLayout } from '../../core/formShape.ts'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { isGreyscale, isTooDarkForColour, type Pixels } from '../../core/scan/colour.ts'
import { drawMarks } from '../../core/scan/drawMarks.ts'
import { placePoint } from '../../core/scan/form/place.ts'
import { readForm } from '../../core/scan/form/readForm.ts'
import { rectify } from '../../core/scan/form/rectify.ts'
import type { Inspection, ScanCopies } from '../../core/scan/inspection.ts'
import { formLikeness, pictureLikeness } from '../../core/scan/likeness.ts'
import type { FormReading, PagePlace, Region, SeenCode, Turn } from '../../core/scan/reading.ts'
import type { PictureSize } from '../../core/scan/pictureSize.ts'
import { markedCopy, uprightLongSide } from '../../core/scan/scanRules.ts'
import { turnedPixels, turnedRegion } from '../../core/scan/turned.ts'
import { isForms } from './isForms.ts'
import type { PictureTools } from './pictureTools.ts'

/** What only the pixels of a form tell; of a picture that was not looked at as a form, nothing. */
export interface FormLook extends Pick<Inspection, 'copies' | 'likeness'> {
  readonly isForm: boolean
  readonly reading: FormReading | undefined
}

/** What pictures are asked whose headers were checked; every JPEG is a stripped one. */
export interface PictureLooks {
  /** A picture sent for `kind`, or without a word. A card's picture is only looked at for the code of a form. */
  look(jpeg: Uint8Array, kind: ScanKind | undefined): Promise<Result<FormLook, ScanProblem>>
  /** Whether there is any colour: `greyscale` when not. */
  colour(jpeg: Uint8Array): Promise<Result<undefined, ScanProblem>>
  /** Copies and likeness of a picture that is no form: turned, and otherwise as it was sent. */
  upright(jpeg: Uint8Array, turn: Turn): Promise<Result<Pick<Inspection, 'copies' | 'likeness'>, ScanProblem>>
  /** A copy as `ScanInspector` promises it. */
  mark(
    jpeg: Uint8Array,
    turn: Turn,
    regions: readonly Region[],
  ): Promise<Result<Uint8Array | undefined, ScanProblem>>
}

/** The longest side, in pixels, at which a picture is looked at. */
const lookSide: Readonly<Record<ScanKind, number>> = { form: 1600, idCard: 1000 }
/** Colour is as well seen in a small picture. */
const colourSide = 800

const nothing: FormLook = { isForm: false, reading: undefined, copies: {}, likeness: undefined }

export const pictureLooks = (tools: PictureTools, layout: FormLayout): PictureLooks => {
  const look: PictureLooks['look'] = async (jpeg, kind) => {
    const first = await decodeInColour(jpeg, lookSide[kind ?? 'form'])
    if (!first.ok) return first
    const codes = await tools.readCodes(first.value)
    if (kind !== 'idCard') {
      const form = await lookAtForm(jpeg, first.value, codes)
      tools.release(first.value)
      return form
    }
    tools.release(first.value)
    return codes.some(isForms) ? look(jpeg, 'form') : ok(nothing)
  }

  const decodeInColour = async (jpeg: Uint8Array, longSide: number): Promise<Result<Pixels, ScanProblem>> => {
    const pixels = await tools.decodeToRead(jpeg, longSide)
    // In the dark nothing has a colour: that it is dark is what helps, and a doubt of either kind of scan.
    return pixels.ok && isGreyscale(pixels.value) && !isTooDarkForColour(pixels.value)
      ? fail({ kind: 'greyscale' })
      : pixels
  }

  const lookAtForm = async (
    jpeg: Uint8Array,
    pixels: Pixels,
    seenAtOnce: readonly SeenCode[],
  ): Promise<Result<FormLook, ScanProblem>> => {
    const closer = seenAtOnce.some(isForms) ? ok([]) : await tools.lookCloser(jpeg, pixels)
    if (!closer.ok) return closer
    const codes = closer.value.length === 0 ? seenAtOnce : closer.value
    const stretch = await tools.stretchOf?.(jpeg, Math.max(pixels.width, pixels.height))
    const reading = readForm(pixels, codes, layout, stretch)
    if (stretch !== undefined) tools.release(stretch)
    const { page } = reading
    const isForm = page !== undefined || codes.some(isForms)
    const upright =
      page === undefined
        ? turnedPixels(pixels, reading.turn)
        : rectify(pixels, page, uprightSize(pixels, page, layout), layout.page)
    const copies = await copiesOf(upright)
    if (upright !== pixels) tools.release(upright)
    return ok({ isForm, reading, copies, likeness: formLikeness(pixels, reading, layout) })
  }

  const copiesOf = async (pixels: Pixels): Promise<ScanCopies> => {
    const thumbnail = await tools.encodeThumbnail(pixels)
    const upright = await tools.encode(pixels)
    return { thumbnail, ...(upright && { upright }) }
  }

  return {
    look,

    async colour(jpeg) {
      const pixels = await decodeInColour(jpeg, colourSide)
      if (!pixels.ok) return pixels
      tools.release(pixels.value)
      return ok(undefined)
    },

    async upright(jpeg, turn) {
      const pixels = await tools.decodeToShow(jpeg, { longSide: uprightLongSide, turn })
      if (!pixels.ok) return pixels
      const copies = await copiesOf(pixels.value)
      const likeness = pictureLikeness(pixels.value)
      tools.release(pixels.value)
      return ok({ copies, likeness })
    },

    async mark(jpeg, turn, regions) {
      const pixels = await tools.decodeToShow(jpeg, { longSide: markedCopy.longSide, turn })
      if (!pixels.ok) return pixels
      const marked = drawMarks(
        pixels.value,
        regions.map((region) => turnedRegion(region, turn)),
      )
      tools.release(pixels.value)
      const copy = await tools.encode(marked, markedCopy.bytes)
      tools.release(marked)
      return ok(copy)
    },
  }
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
