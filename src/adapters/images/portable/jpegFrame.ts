import type { JpegHeader } from '../../../core/scan/jpegHeader.ts'
import { huffmanFrames } from '../../../core/scan/jpegHeader.ts'
import { DamagedJpeg } from './damagedJpeg.ts'
import { transformOf, type Points, type Transform } from './inverseDct.ts'

/** A component of a picture, and the samples that become of it. */
export interface Component {
  readonly id: number
  /** Blocks across and down in one MCU. */
  readonly h: number
  readonly v: number
  readonly quantTable: number
  readonly transform: Transform
  /** Blocks that hold something of the picture: those of a scan of this component alone (A.2.2). */
  readonly blocksAcross: number
  readonly blocksDown: number
  /** Blocks of a row with those that fill the last MCU. */
  readonly rowBlocks: number
  readonly columnBlocks: number
  readonly plane: Plane
}

/** Samples of one component. */
export interface Plane {
  readonly data: Uint8ClampedArray<ArrayBuffer>
  /** From row to row. */
  readonly stride: number
  /** Samples that hold something of the picture. */
  readonly width: number
  readonly height: number
  /** Pixels to a sample, along each side. */
  readonly across: number
  readonly down: number
}

export interface JpegFrame {
  readonly mcusAcross: number
  readonly mcusDown: number
  readonly components: readonly Component[]
  /** Pixels, at the reduced size. */
  readonly width: number
  readonly height: number
}

/**
 * The frame to decode a picture at so many eighths of its size. Undefined for factors between components that no
 * decoder takes. Colour that was stored at half the size along both sides is reduced half as much, as far as it goes.
 */
export const openFrame = (header: JpegHeader, eighths: Points): JpegFrame | undefined => {
  const payload = header.segments.find((segment) => huffmanFrames.has(segment.marker))?.payload
  const specified = Array.from({ length: header.components }, (_, index) => {
    const [id = 0, factors = 0, quantTable = 0] = payload?.subarray(6 + 3 * index) ?? []
    // One component alone is never interleaved: its factors mean nothing.
    const [h, v] = header.components === 1 ? [1, 1] : [factors >> 4, factors & 15]
    return { id, h, v, quantTable }
  })
  const factors = specified.flatMap(({ h, v }) => [h, v])
  if (factors.some((factor) => factor < 1 || factor > 4))
    throw new DamagedJpeg('an impossible sampling factor')
  const most = { h: Math.max(...specified.map(({ h }) => h)), v: Math.max(...specified.map(({ v }) => v)) }
  if (specified.some(({ h, v }) => most.h % h !== 0 || most.v % v !== 0)) return undefined

  const mcusAcross = Math.ceil(header.width / (8 * most.h))
  const mcusDown = Math.ceil(header.height / (8 * most.v))
  const components = specified.map(({ id, h, v, quantTable }): Component => {
    const [across, down] = [most.h / h, most.v / v]
    const doubled = across % 2 === 0 && down % 2 === 0 ? doubledPoints[eighths] : undefined
    const transform = transformOf(doubled ?? eighths)
    const points = transform.points
    const [rowBlocks, columnBlocks] = [mcusAcross * h, mcusDown * v]
    const shares = { across: header.width / across / 8, down: header.height / down / 8 }
    return {
      id,
      h,
      v,
      quantTable,
      transform,
      rowBlocks,
      columnBlocks,
      blocksAcross: Math.ceil(shares.across),
      blocksDown: Math.ceil(shares.down),
      plane: {
        data: new Uint8ClampedArray(rowBlocks * columnBlocks * points * points),
        stride: rowBlocks * points,
        width: Math.ceil(shares.across * points),
        height: Math.ceil(shares.down * points),
        across: (across * eighths) / points,
        down: (down * eighths) / points,
      },
    }
  })
  const width = Math.ceil((header.width * eighths) / 8)
  const height = Math.ceil((header.height * eighths) / 8)
  return { mcusAcross, mcusDown, components, width, height }
}

const doubledPoints: Readonly<Partial<Record<Points, Points>>> = { 1: 2, 2: 4, 3: 6, 4: 8 }
