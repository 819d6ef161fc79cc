import type { ScanKind } from './application.ts'

/**
 * Everything a person can put right, as one closed union. A Problem is returned, never thrown; the chat and the
 * desk each render it from an exhaustive table, so a new kind does not compile until both have words for it.
 * It carries no personal data: only what the sentence about it needs.
 */
export type Problem = FieldProblem | ScanProblem | ProcessProblem | DeskProblem

/** A typed or chosen value that its field does not accept (R2). */
export type FieldProblem =
  | { readonly kind: 'required' }
  | { readonly kind: 'tooLong'; readonly max: number }
  /** Characters that no font of the form has (R5), each once, in the order typed; at most ten. */
  | { readonly kind: 'unprintable'; readonly characters: readonly string[] }
  | { readonly kind: 'notAName' }
  | { readonly kind: 'idNumberLength'; readonly length: number }
  | { readonly kind: 'idNumberRegion' }
  | { readonly kind: 'idNumberBirthDate' }
  | { readonly kind: 'idNumberCheck' }
  | { readonly kind: 'passportNumber' }
  | { readonly kind: 'mobile' }
  | { readonly kind: 'officePhone' }
  | { readonly kind: 'email' }
  | { readonly kind: 'uscc' }
  | { readonly kind: 'formNumberLength'; readonly length: number; readonly expected: number }
  | { readonly kind: 'formNumberCheck' }
  | { readonly kind: 'notAChoice' }
  /** A message of a kind the current question cannot use: a sticker, a voice message, a picture where text is asked. */
  | { readonly kind: 'wrongInput'; readonly expected: 'text' | 'choice' | 'picture' }

/** A picture that is refused (R8). */
export type ScanProblem =
  | {
      readonly kind: 'notJpeg'
      readonly found: 'png' | 'heic' | 'avif' | 'webp' | 'gif' | 'tiff' | 'bmp' | 'pdf' | 'svg' | 'unknown'
      /** A JPEG can be made of it here, and is offered. */
      readonly convertible: boolean
    }
  /** A document of so many pages, of which a scan can only be one. */
  | { readonly kind: 'severalPages'; readonly pages: number }
  /** `convertible`: a smaller copy that keeps the page legible can be made, and is offered. */
  | {
      readonly kind: 'tooLarge'
      readonly bytes: number
      readonly maxBytes: number
      readonly convertible: boolean
    }
  | { readonly kind: 'damaged' }
  /** `of`: which scan it would have been, where that is known. */
  | { readonly kind: 'greyscale'; readonly of?: ScanKind }
  | {
      readonly kind: 'tooFewPixels'
      readonly width: number
      readonly height: number
      readonly minShortSide: number
    }
  /** More pixels or more scans than a camera or scanner makes: refused unread. */
  | { readonly kind: 'tooComplex' }
  | { readonly kind: 'otherForm' }
  /** The form of an earlier revision of this application: a corrected one has taken its place. */
  | { readonly kind: 'supersededForm' }
  /** It shows the other of the two scans, and that one was sent already. */
  | { readonly kind: 'alreadyThere'; readonly shows: ScanKind }
  /** The chat service no longer has the file, or would not hand it out. */
  | { readonly kind: 'unavailable' }

/** A step of the process that is not possible now. */
export type ProcessProblem =
  /** The unit's name and the form number do not belong together; says nothing about which half is wrong (R6). */
  | { readonly kind: 'wrongPair' }
  | { readonly kind: 'tooManyGuesses'; readonly retryAt: Date }
  | { readonly kind: 'alreadySent' }
  /** A button of an earlier question. */
  | { readonly kind: 'stepDone' }
  | { readonly kind: 'nothingChosen' }
  /** So many pictures of the chat are being inspected that no further one is taken. */
  | { readonly kind: 'tooManyPictures'; readonly most: number }
  /** The application's state does not allow what was asked. */
  | { readonly kind: 'notNow' }

/** A decision at the desk that does not hold (R12–R15). */
export type DeskProblem =
  | { readonly kind: 'queueEmpty' }
  | { readonly kind: 'heldByAnother' }
  | { readonly kind: 'leaseLapsed' }
  /** What happened to the application since the version that was decided on, oldest first. */
  | { readonly kind: 'staleVersion'; readonly changes: readonly Change[] }
  | { readonly kind: 'reasonRequired' }
  | { readonly kind: 'accountRequired' }
  /** An approval with something on the checklist not ticked. */
  | { readonly kind: 'checklistIncomplete' }
  /** The reviewer approved it first; the second approval is another's. */
  | { readonly kind: 'secondReviewerNeeded' }
  | { readonly kind: 'tooLateToUndo' }

/** As the audit log names it. */
export interface Change {
  readonly at: Date
  readonly action: string
}

export type ProblemOf<Kind extends Problem['kind']> = Extract<Problem, { kind: Kind }>
