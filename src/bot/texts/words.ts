/** What is said about one field. */
export interface FieldWords {
  readonly label: string
  readonly ask: string
  /** A value that would be accepted. */
  readonly example: string
}

/** How far a scan is: nothing yet, a picture chosen and not sent, sent. */
export type ScanState = 'missing' | 'chosen' | 'sent'
