import type { ScanProblem } from '../../../core/problem.ts'
import { fail, ok, type Result } from '../../../core/result.ts'
import type { Orientation } from '../../../core/scan/exifOrientation.ts'
import type { JpegHeader } from '../../../core/scan/jpegHeader.ts'
import { marker } from '../../../core/scan/jpegSegments.ts'
import { release } from '../../release.ts'
import { colourModel, type ColourModel } from './colourModel.ts'
import { DamagedJpeg } from './damagedJpeg.ts'
import type { HuffmanTable } from './huffmanTable.ts'
import type { Points } from './inverseDct.ts'
import { openFrame, type Component, type JpegFrame, type Plane } from './jpegFrame.ts'
import { noTables, readTables, type JpegTables } from './jpegTables.ts'
import { factorsOf } from './coefficients.ts'
import { checkProgression, finish, gather, progressiveBlocks, type Gathered } from './progressiveBlocks.ts'
import { readScanHeader, type ScanHeader } from './scanHeader.ts'
import { sequentialBlocks } from './sequentialBlocks.ts'
import { walkScan, type BlockDecoder } from './walkScan.ts'

/** A picture as stored, at a reduced size, its components apart. */
export interface Planes {
  /** Pixels. */
  readonly width: number
  readonly height: number
  readonly planes: readonly Plane[]
  readonly colours: ColourModel
  /** How it is to be turned to be seen. */
  readonly orientation: Orientation
}

/**
 * Decodes a JPEG of one or three components (ITU-T T.81: baseline, extended sequential and progressive, Huffman coding)
 * at so many eighths of its size, by transforms of as many points: what a smaller picture does not show is read, but
 * neither kept nor computed. `damaged` unless every block of every component is there; `tooComplex` for four
 * components, and for factors between components that are no whole numbers. Time and memory are bounded by what the
 * header says, whose limits `parseJpegHeader` has checked.
 */
export const decodePlanes = (header: JpegHeader, eighths: Points): Result<Planes, ScanProblem> => {
  if (header.components === 4) return fail({ kind: 'tooComplex' })
  try {
    const frame = openFrame(header, eighths)
    if (frame === undefined) return fail({ kind: 'tooComplex' })
    if (header.progressive) decodeProgressive(header, frame)
    else decodeSequential(header, frame)
    const { width, height, components } = frame
    const { orientation } = header
    const colours = colourModel(header, frame)
    return ok({ width, height, planes: components.map(({ plane }) => plane), colours, orientation })
  } catch (error) {
    if (error instanceof DamagedJpeg) return fail({ kind: 'damaged' })
    throw error
  }
}

const decodeSequential = (header: JpegHeader, frame: JpegFrame): void => {
  const decoded = new Set<Component>()
  forEachScan(header, frame, (scan, tables, data) => {
    const decoders = scan.components.map(({ component, dcTable, acTable }) => {
      if (decoded.has(component)) throw new DamagedJpeg('a component that is there twice')
      decoded.add(component)
      const factors = factorsOf(tables.quantizers[component.quantTable], component.transform)
      return sequentialBlocks(component, needed(tables.dc[dcTable]), needed(tables.ac[acTable]), factors)
    })
    walkScan(frame, scan, decoders, data, tables.restartInterval)
  })
  if (decoded.size < frame.components.length) throw new DamagedJpeg('a component is missing')
}

const decodeProgressive = (header: JpegHeader, frame: JpegFrame): void => {
  const gathered = new Map<Component, Gathered & { readonly factors: Float64Array }>()
  forEachScan(header, frame, (scan, tables, data) => {
    const decoders = scan.components.map(({ component, dcTable, acTable }): BlockDecoder => {
      const part = gathered.get(component) ?? {
        ...gather(component),
        // A component keeps the table that it has at its first scan, whatever takes its place later.
        factors: factorsOf(tables.quantizers[component.quantTable], component.transform),
      }
      gathered.set(component, part)
      checkProgression(part, scan)
      return progressiveBlocks(part, scan, () =>
        needed(scan.from === 0 ? tables.dc[dcTable] : tables.ac[acTable]),
      )
    })
    walkScan(frame, scan, decoders, data, tables.restartInterval)
  })
  if (gathered.size < frame.components.length) throw new DamagedJpeg('a component is missing')
  for (const part of gathered.values()) {
    finish(part, part.factors)
    release(part.kept, part.nonZero)
  }
}

const forEachScan = (
  header: JpegHeader,
  frame: JpegFrame,
  decode: (scan: ScanHeader, tables: JpegTables, data: Uint8Array) => void,
): void => {
  const tables = noTables()
  for (const segment of header.segments) {
    if (segment.marker === marker.sos) decode(readScanHeader(segment.payload, frame), tables, segment.data)
    else readTables(tables, segment)
  }
}

const needed = (table: HuffmanTable | undefined): HuffmanTable => {
  if (table === undefined) throw new DamagedJpeg('a Huffman table is missing')
  return table
}
