import type { FormLayout } from '../../core/formShape.ts'
import type { Host } from '../../core/ports.ts'
import type { ScanInspector } from '../../core/scan/inspection.ts'

/** What a host looks at pictures with. */
export interface HostInspector extends ScanInspector {
  /** Has the process for it ready from now on, where it takes one. A Fault when that does not start. */
  warm(): Promise<void>
  /** Resolves when nothing of it runs any more. */
  close(): Promise<void>
}

/**
 * What the module `#scanInspector` exports as `openScanInspector`. package.json names one for each host, under `imports`,
 * so that whoever bundles takes the right one: a bundle for Workers that holds sharp is accepted and does not start.
 */
export type OpenHostInspector = (given: {
  /** Of the forms that are printed. */
  readonly layout: FormLayout
  /** The JPEG of a form, without metadata, that a process which is kept ready is first tried on. */
  readonly practice?: Uint8Array
  readonly host: Pick<Host, 'now'>
}) => HostInspector
