import type { Host } from '../../../core/ports.ts'
import type { Watermark } from '../../../core/scan/watermark.ts'
import type { MakeTile } from './watermarkTile.ts'

/** What a host marks pictures with before anyone sees them. */
export interface HostWatermark extends Watermark {
  /** Has the process for it ready from now on, where it takes one. A Fault when that does not start. */
  warm(): Promise<void>
  /** Resolves when nothing of it runs any more. */
  close(): Promise<void>
}

/** What the module `#scanInspector` exports as `openWatermark`, one for each host. */
export type OpenHostWatermark = (given: {
  readonly makeTile: MakeTile
  readonly host: Pick<Host, 'now'>
}) => HostWatermark
