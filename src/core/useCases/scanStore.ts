import type { Language, ScanKind } from '../application.ts'
import type { Jobs, ObjectStore } from '../ports.ts'
import type { Asked } from '../scan/inspection.ts'
import type { ExpectedForm } from '../scan/judgeScan.ts'
import type { ScanReading } from '../scan/reading.ts'
import type { ScanWarning } from '../scan/scanWarning.ts'

/** A job about a picture for the chat's application. */
export type FilingJob = Jobs['inspect'] & { readonly applicationId: string }

export interface ScanStore {
  /** What a scan is held against; undefined when the chat is not at the application, or it takes no scans now. */
  find(job: FilingJob): Promise<ScanPlace | undefined>
  /** The language of a chat that may be told something; undefined for one that is no more. */
  listener(chatId: string): Promise<Language | undefined>
  /**
   * Makes the scan the choice of its kind, and clears the choice before it. Nothing is done when the application takes
   * no scans any more or has another form than the one the scan was held against (`outdated`), and when a picture that
   * came later was chosen first (`overtaken`).
   */
  choose(scan: ChosenScan, now: Date): Promise<'chosen' | 'outdated' | 'overtaken'>
  /** Whether there is a scan of this id, in whatever state. */
  isStored(scanId: string): Promise<boolean>
}

export interface ScanPlace extends ExpectedForm {
  readonly language: Language
  /** The revision of the application whose form `formNumber` is: the one that is valid now. */
  readonly revision: number
  readonly holder: NonNullable<Asked['holder']>
  /** The scans that are still to be sent. */
  readonly missing: readonly ScanKind[]
  /** What an earlier run of the same job stored: the choice, or what was a choice and has been replaced or sent since. */
  readonly earlier:
    | { readonly kind: ScanKind; readonly isChoice: boolean; readonly warnings: readonly ScanWarning[] }
    | undefined
}

export interface ChosenScan {
  readonly id: string
  readonly applicationId: string
  readonly kind: ScanKind
  /** The revision whose form it was held against. */
  readonly revision: number
  readonly objectKey: string
  /** The copies that were made, by the keys of their objects. */
  readonly copies: CopyKeys
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
  readonly reading: ScanReading | undefined
  readonly likeness: Uint8Array | undefined
  readonly warnings: readonly ScanWarning[]
}

/** What may be stored beside a scan: turned and straightened, small, with the doubtful places marked. */
export const copyNames = ['upright', 'thumbnail', 'marked'] as const
export type CopyName = (typeof copyNames)[number]
export type CopyKeys = Readonly<Partial<Record<CopyName, string>>>

export const scanKey = (scanId: string): string => `scan/${scanId}`
export const copyKey = (scanId: string, copy: CopyName): string => `scan/${scanId}.${copy}`

/** Removes what a job that was cut short may have left of a scan that is not stored. */
export const removeScanObjects = async (
  objects: Pick<ObjectStore, 'remove'>,
  scanId: string,
): Promise<void> => {
  for (const key of [scanKey(scanId), ...copyNames.map((copy) => copyKey(scanId, copy))])
    await objects.remove(key)
}
