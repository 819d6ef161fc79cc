import { formatShanghai } from '../../../core/shanghaiTime.ts'
import type { Reviewer } from '../auth.ts'
import type { DeskDeps } from '../deskRoutes.tsx'
import type { ScanView } from './scanAddress.ts'

/** Marked scans between taking an application and its page asking for them, each for one view. It never rejects. */
export interface ScansAhead {
  keep(key: string, marked: Promise<Uint8Array | undefined>): void
  /** Once; undefined when there is none, or it could not be marked. */
  take(key: string): Promise<Uint8Array | undefined>
}

/** Scans as they are shown: with the viewer's name and the time burnt in. */
export interface ShownScans {
  /**
   * Begins, in the background, to load and mark what the page of an application shows that its reviewer has just taken.
   * Nothing is shown by it, and what fails or is not asked for within the minute is made anew.
   */
  getReady(reviewer: Reviewer, applicationId: string): void
  /** A view, audited; undefined when it is not to be seen, `unmarked` when it cannot be marked. */
  show(reviewer: Reviewer, view: ScanView): Promise<Uint8Array | 'unmarked' | undefined>
}

export const shownScans = ({
  desk,
  host,
  watermark,
  background,
  scansAhead,
}: Pick<DeskDeps, 'desk' | 'host' | 'watermark' | 'background' | 'scansAhead'>): ShownScans => ({
  getReady(reviewer, applicationId) {
    if (!scansAhead) return
    const getAllReady = async (): Promise<void> => {
      const now = host.now()
      const words = wordsOf(reviewer, now)
      const { sessionId } = reviewer
      for (const { scanId, read } of await desk.uprightScans(reviewer.id, applicationId, now)) {
        const key = keyOf({ sessionId, applicationId, scanId, copy: 'upright' }, words)
        scansAhead.keep(
          key,
          read().then((jpeg) => watermark.burn(jpeg, words)),
        )
      }
    }
    // a view meets the same failure, and tells it
    background(getAllReady().catch(() => undefined))
  },

  async show(reviewer, view) {
    const now = host.now()
    const read = await desk.scan(reviewer.id, view.applicationId, view.scanId, now, view.copy)
    if (!read) return undefined
    const words = wordsOf(reviewer, now)
    return (
      (await scansAhead?.take(keyOf(view, words))) ??
      (await watermark.burn(await read(), words)) ??
      'unmarked'
    )
  },
})

const wordsOf = ({ name }: Reviewer, now: Date): string => `${name} ${formatShanghai(now)}`

/** With the words, which name the minute: no view shows another's time. */
const keyOf = ({ sessionId, applicationId, scanId, copy }: ScanView, words: string): string =>
  JSON.stringify([sessionId, applicationId, scanId, copy, words])
