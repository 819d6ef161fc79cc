import type { Pixels } from './colour.ts'

/** A place in a picture as seen, in shares of its width and height from the top left: 0 to 1, inside the picture. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Pixels of the picture that was looked at, from its top left. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A QR code as a reader saw it. */
export interface SeenCode {
  readonly text: string
  /** Of the symbol itself, which is upright when they run clockwise from the picture's top left. */
  readonly corners: readonly [Point, Point, Point, Point]
}

/** Finds QR codes, turned whichever way; its own decoder is the host's. */
export type ReadCodes = (pixels: Pixels) => Promise<readonly SeenCode[]>

/** By how many degrees clockwise a picture as sent has to be turned to be upright. */
export type Turn = 0 | 90 | 180 | 270

/** What can be doubtful about a scan of either kind, each with the place in the picture where it is seen, if not all over. */
export type Doubt = 'blurred' | 'dark' | 'glare' | 'cutOff' | 'twoDocuments' | 'screen'

export interface SeenDoubt {
  readonly kind: Doubt
  readonly region?: Region
}

/** What the machine read from a picture of a form. It informs; nothing of it is a verdict (R13). */
export interface FormReading {
  readonly kind: 'form'
  /** The text of the form's barcode; of any other QR code when there is none of a form. */
  readonly code: { readonly text: string; readonly region: Region } | undefined
  readonly turn: Turn
  /** Where the page lies; undefined when it was not found, and then neither seal nor signature was looked for. */
  readonly page: PagePlace | undefined
  /** Undefined when no seal was seen in its place. */
  readonly seal: SeenSeal | undefined
  /** Undefined when nothing was seen in the box for it. */
  readonly signature: { readonly region: Region } | undefined
  readonly doubts: readonly SeenDoubt[]
}

export interface SeenSeal {
  readonly region: Region
  /** Millimetres on the page, along the longer axis. */
  readonly diameter: number
  /** Shorter by longer axis, 0 to 1. */
  readonly roundness: number
  /** How much redder than the paper around it, 0 to 1. */
  readonly ink: number
}

/**
 * The map from the printed page to the picture as sent: a point at (x, y) millimetres from the page's top left lies at
 * ((a·x + b·y + c) / w, (d·x + e·y + f) / w) shares of the picture's width and height, with w = g·x + h·y + 1.
 */
export interface PagePlace {
  /** a, b, c, d, e, f, g, h. */
  readonly map: readonly [number, number, number, number, number, number, number, number]
}

/** How a value printed on a card compares with the application's; `unread` is no statement about it. */
export type Compared = 'same' | 'other' | 'unread'

/** What the machine read from a picture of an identity card, or of a passport's data page. It informs (R13). */
export interface CardReading {
  readonly kind: 'idCard'
  readonly turn: Turn
  /** Of a resident identity card; undefined when neither was recognised. */
  readonly side: 'front' | 'back' | undefined
  readonly idNumber: Compared
  readonly name: Compared
  /** Where each was read, or expected to be. */
  readonly regions: { readonly idNumber?: Region; readonly name?: Region; readonly card?: Region }
  readonly doubts: readonly SeenDoubt[]
}

export type ScanReading = FormReading | CardReading
