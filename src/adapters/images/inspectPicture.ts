import type { ScanProblem } from '../../core/problem.ts'
import { ok, type Result } from '../../core/result.ts'
import { type CardReader, looksLikeCard } from '../../core/scan/card/cardReader.ts'
import { checkPicture, checkPixels, checkSize } from '../../core/scan/checkPicture.ts'
import type { ConvertibleKind } from '../../core/scan/convertible.ts'
import type { Asked, Inspection } from '../../core/scan/inspection.ts'
import type { CardReading } from '../../core/scan/reading.ts'
import type { FormLook, PictureLooks } from './pictureLooks.ts'

/** What a host inspects with. */
export interface Inspecting {
  readonly looks: Pick<PictureLooks, 'look' | 'colour' | 'upright'>
  /** Without it no card is read. */
  readonly cardReader?: CardReader | undefined
  /** What it makes JPEGs of. */
  readonly convertible: ReadonlySet<ConvertibleKind>
}

/** What `ScanInspector` promises of `inspect`, on every host. */
export const inspectPicture = async (
  { looks, cardReader, convertible }: Inspecting,
  bytes: Uint8Array,
  asked: Asked,
): Promise<Result<Inspection, ScanProblem>> => {
  const picture = checkPicture(bytes, asked.kind, convertible)
  if (!picture.ok) return picture
  const { width, height, jpeg } = picture.value

  const sized = checkSize(bytes, picture.value, asked.kind)
  if (!sized.ok) {
    const colour = await looks.colour(jpeg)
    return colour.ok ? sized : colour
  }

  const looked = await looks.look(jpeg, asked.kind)
  if (!looked.ok) return looked
  const form = looked.value
  const card = await readCard(cardReader, jpeg, asked, form)
  const shows = form.isForm ? 'form' : card !== undefined && looksLikeCard(card) ? 'idCard' : undefined
  if (shows !== undefined) {
    const enough = checkPixels(picture.value, shows)
    if (!enough.ok) return enough
  }
  if (form.isForm || (asked.kind !== 'idCard' && card === undefined)) {
    const { reading, copies, likeness } = form
    return ok({ width, height, jpeg, shows, reading, copies, likeness })
  }
  const upright = await looks.upright(jpeg, card?.turn ?? 0)
  return upright.ok ? ok({ width, height, jpeg, shows, reading: card, ...upright.value }) : upright
}

const readCard = async (
  reader: CardReader | undefined,
  jpeg: Uint8Array,
  { kind, holder }: Asked,
  form: FormLook,
): Promise<CardReading | undefined> => {
  if (form.isForm || reader === undefined) return undefined
  const reading = await reader.read(jpeg, holder)
  return kind === 'idCard' || (reading !== undefined && looksLikeCard(reading)) ? reading : undefined
}
