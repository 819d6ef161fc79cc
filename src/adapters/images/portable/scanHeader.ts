import { DamagedJpeg } from './damagedJpeg.ts'
import type { Component, JpegFrame } from './jpegFrame.ts'

/** What a start of scan says (B.2.3). */
export interface ScanHeader {
  readonly components: readonly {
    readonly component: Component
    readonly dcTable: number
    readonly acTable: number
  }[]
  /** First and last coefficient, in the order in which they are stored. */
  readonly from: number
  readonly to: number
  /** Bits of the coefficients that come later: before this scan (0 when it is their first) and after it. */
  readonly before: number
  readonly after: number
}

/** Of a payload whose length was checked. */
export const readScanHeader = (payload: Uint8Array, frame: JpegFrame): ScanHeader => {
  const count = payload[0] ?? 0
  const components = Array.from({ length: count }, (_, index) => {
    const [id, tables = 0] = payload.subarray(1 + 2 * index)
    const component = frame.components.find((candidate) => candidate.id === id)
    if (component === undefined) throw new DamagedJpeg('a scan of a component that is none')
    return { component, dcTable: tables >> 4, acTable: tables & 15 }
  })
  const blocks = components.reduce((sum, { component: { h, v } }) => sum + h * v, 0)
  if (new Set(components.map(({ component }) => component)).size < count || (count > 1 && blocks > 10)) {
    throw new DamagedJpeg('a scan of impossible components')
  }
  const [from = 0, to = 0, bits = 0] = payload.subarray(1 + 2 * count)
  return { components, from, to, before: bits >> 4, after: bits & 15 }
}
