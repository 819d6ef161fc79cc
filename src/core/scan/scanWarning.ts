import type { Doubt, Region } from './reading.ts'

/** What is doubtful about a scan; the applicant is told and may still send it (R8). */
export interface ScanWarning {
  readonly kind:
    | Doubt
    /** No barcode of a form was read. */
    | 'noCode'
    /** The page was not found, so that neither seal nor signature could be looked for. */
    | 'noPage'
    | 'noSeal'
    | 'noSignature'
    /** The number, or the name, on the card could not be read. */
    | 'idNumberUnread'
    /** The number on the card, or the name, is not that of the form. */
    | 'idNumberOther'
    | 'nameOther'
    /** The card's back instead of its front. */
    | 'backSide'
  /** Where in the picture; undefined only of scans that were stored before every warning had its place. */
  readonly region?: Region
}
