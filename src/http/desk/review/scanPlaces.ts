import type { ScanKind } from '../../../core/application.ts'
import type { ReviewScan } from '../../../core/deskReview.ts'
import { type FormField, type FormLayout, formCells } from '../../../core/formShape.ts'
import { onPage } from '../../../core/scan/form/onPage.ts'
import type { Region } from '../../../core/scan/reading.ts'
import { turnedRegion } from '../../../core/scan/turned.ts'
import type { ReviewTexts } from './texts.ts'

/** Where the machine looked, in shares of either copy of a scan; help for the eye, and no verdict. */
export interface SeenPlace {
  readonly what: keyof ReviewTexts['machineSaw']
  readonly upright: Region
  readonly original: Region
}

export const seenPlaces = (
  { reading, isStraightened }: ReviewScan,
  { page }: Pick<FormLayout, 'page'>,
): readonly SeenPlace[] => {
  if (reading === undefined) return []
  const places: readonly (readonly [SeenPlace['what'], Region | undefined])[] =
    reading.kind === 'form'
      ? [
          ['code', reading.code?.region],
          ['seal', reading.seal?.region],
          ['signature', reading.signature?.region],
        ]
      : [
          ['idNumber', reading.regions.idNumber],
          ['name', reading.regions.name],
        ]
  const upright = (region: Region): Region => {
    if (!isStraightened) return region
    return reading.kind === 'form' && reading.page
      ? onPage(reading.page, region, page)
      : turnedRegion(region, reading.turn)
  }
  return places.flatMap(([what, original]) =>
    original ? [{ what, original, upright: upright(original) }] : [],
  )
}

/** Where on the upright copies a value stands. */
export type ValuePlaces = Readonly<Partial<Record<ScanKind, Region>>>

/** Each value's cell, where the form's scan was laid flat, and what of the document has been read as it. */
export const valuePlaces = (
  scans: Readonly<Partial<Record<ScanKind, ReviewScan>>>,
  layout: FormLayout,
): ((field: FormField | 'formNumber') => ValuePlaces) => {
  const isFlat =
    scans.form?.isStraightened === true && scans.form.reading?.kind === 'form' && scans.form.reading.page
  const onForm = new Map<string, Region>()
  if (isFlat) {
    const { page } = layout
    const share = ({ x, y, width, height }: Region): Region => ({
      x: x / page.width,
      y: y / page.height,
      width: width / page.width,
      height: height / page.height,
    })
    for (const { field, valueBox } of formCells(layout).flat()) onForm.set(field, share(valueBox))
    onForm.set('formNumber', share(layout.formNumber.box))
  }
  const onCard = new Map<string, Region>()
  if (scans.idCard)
    for (const { what, upright } of seenPlaces(scans.idCard, layout))
      onCard.set(what === 'name' ? 'applicantName' : what, upright)
  return (field) => {
    const [form, idCard] = [onForm.get(field), onCard.get(field)]
    return { ...(form && { form }), ...(idCard && { idCard }) }
  }
}

/** As the viewer reads it. */
export const boxText = ({ x, y, width, height }: Region): string =>
  [x, y, width, height].map((share) => share.toFixed(4)).join(' ')
