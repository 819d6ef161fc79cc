import { WorkerEntrypoint } from 'cloudflare:workers'
import { openScanInspector } from '#scanInspector'
import { formLayout } from '../../src/core/formLayout.ts'
import type { ScanInspector } from '../../src/core/scan/inspection.ts'

const open = (): ScanInspector => openScanInspector({ layout: formLayout, host: { now: () => new Date() } })

/** A Worker that does nothing but look at pictures, with what a deployment looks at them with. */
export default class extends WorkerEntrypoint implements ScanInspector {
  async inspect(...asked: Parameters<ScanInspector['inspect']>): ReturnType<ScanInspector['inspect']> {
    return open().inspect(...asked)
  }

  async convert(...asked: Parameters<ScanInspector['convert']>): ReturnType<ScanInspector['convert']> {
    return open().convert(...asked)
  }

  async mark(...asked: Parameters<ScanInspector['mark']>): ReturnType<ScanInspector['mark']> {
    return open().mark(...asked)
  }
}
