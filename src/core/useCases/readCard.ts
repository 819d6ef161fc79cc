import type { Jobs, ObjectStore } from '../ports.ts'
import type { Asked, ScanInspector } from '../scan/inspection.ts'
import type { CardReading } from '../scan/reading.ts'
import { type CopyKeys, copyKey } from './scanStore.ts'

export interface UnreadCardStore {
  /** A card's scan that nothing has read and that is not cleared; undefined when there is none of this id any more. */
  find(
    scanId: string,
  ): Promise<{ readonly objectKey: string; readonly holder: NonNullable<Asked['holder']> } | undefined>
  /** Nothing is done when another run has kept its reading first (`readAlready`), or when it is to be read no more (`gone`). */
  keep(
    scanId: string,
    read: {
      readonly reading: CardReading
      /** Beside those that were made before. */
      readonly copies: CopyKeys
    },
  ): Promise<'kept' | 'readAlready' | 'gone'>
}

/**
 * Reads a card's scan that was taken on a host that reads none. The chat has had its answer, and what it is offered
 * stays as it was: what was read is for the desk (`warningsForDesk`).
 */
export const readCard =
  ({
    store,
    objects,
    inspector,
  }: {
    readonly store: UnreadCardStore
    readonly objects: ObjectStore
    readonly inspector: Pick<ScanInspector, 'inspect'>
  }) =>
  async ({ scanId }: Jobs['readCard']): Promise<void> => {
    const scan = await store.find(scanId)
    const jpeg = scan && (await objects.find(scan.objectKey))
    if (!scan || !jpeg) return
    const seen = await inspector.inspect(jpeg, { kind: 'idCard', holder: scan.holder })
    if (!seen.ok || seen.value.reading?.kind !== 'idCard') return
    const { reading, copies } = seen.value
    const upright = copyKey(scanId, 'upright')
    if (copies.upright) await objects.put(upright, copies.upright)
    const outcome = await store.keep(scanId, {
      reading,
      copies: copies.upright ? { upright } : {},
    })
    // The scan of another run's reading names this copy.
    if (outcome === 'gone') await objects.remove(upright)
  }
