import type { BitReader } from './bitReader.ts'
import { DamagedJpeg } from './damagedJpeg.ts'
import type { HuffmanTable } from './huffmanTable.ts'
import type { Component } from './jpegFrame.ts'
import { keptPlaces } from './coefficients.ts'
import type { ScanHeader } from './scanHeader.ts'
import { fillFlat } from './sequentialBlocks.ts'
import type { BlockDecoder } from './walkScan.ts'

/** The coefficients of a component that its reduced size needs, gathered over several scans. */
export interface Gathered {
  readonly component: Component
  readonly places: Int8Array
  /** Block by block, `points` by `points` of each. */
  readonly kept: Int16Array<ArrayBuffer>
  /**
   * Two words a block: which of its 64 coefficients are not zero, the lowest in the lowest bit. Refining scans are
   * coded by it, also for those that are not kept.
   */
  readonly nonZero: Int32Array<ArrayBuffer>
  /** For each coefficient, how many of its bits are yet to come; 255 before its first scan. */
  readonly bitsToCome: Uint8Array
}

export const gather = (component: Component): Gathered => {
  const { rowBlocks, columnBlocks, transform } = component
  const blocks = rowBlocks * columnBlocks
  return {
    component,
    places: keptPlaces(transform.points),
    kept: new Int16Array(blocks * transform.points ** 2),
    nonZero: new Int32Array(blocks * 2),
    bitsToCome: new Uint8Array(64).fill(255),
  }
}

/** Throws when the scan does not continue what the scans before it said (G.1.1.1), so that none is there twice. */
export const checkProgression = (
  { bitsToCome }: Gathered,
  { from, to, before, after, components }: ScanHeader,
): void => {
  const isDc = from === 0
  const isPossible =
    (isDc ? to === 0 : components.length === 1 && from <= to && to < 64 && bitsToCome[0] !== 255) &&
    after <= 13 &&
    (before === 0 || before === after + 1)
  const expected = before === 0 ? 255 : before
  if (!isPossible || bitsToCome.subarray(from, to + 1).some((bits) => bits !== expected)) {
    throw new DamagedJpeg('a scan that does not follow')
  }
  bitsToCome.fill(after, from, to + 1)
}

/** The decoder for one scan's part of the component. */
export const progressiveBlocks = (
  gathered: Gathered,
  { from, to, before, after }: ScanHeader,
  table: () => HuffmanTable,
): BlockDecoder => {
  if (from === 0) return before === 0 ? firstDc(gathered, after, table()) : refinedDc(gathered, after)
  const band = { from, to, after, table: table() }
  return before === 0 ? firstAc(gathered, band) : refinedAc(gathered, band)
}

interface Band {
  readonly from: number
  readonly to: number
  readonly after: number
  readonly table: HuffmanTable
}

const firstDc = ({ component, kept }: Gathered, after: number, table: HuffmanTable): BlockDecoder => {
  const [row, size] = [component.rowBlocks, component.transform.points ** 2]
  let prediction = 0
  return {
    component,
    restart() {
      prediction = 0
    },
    decode(reader, across, down) {
      const bits = reader.symbol(table)
      if (bits > 15) throw new DamagedJpeg('an impossible difference')
      if (bits > 0) prediction += reader.signed(bits)
      kept[(down * row + across) * size] = prediction << after
    },
  }
}

const refinedDc = ({ component, kept }: Gathered, after: number): BlockDecoder => {
  const [row, size] = [component.rowBlocks, component.transform.points ** 2]
  return {
    component,
    restart: () => undefined,
    decode(reader, across, down) {
      const at = (down * row + across) * size
      kept[at] = (kept[at] ?? 0) | (reader.bits(1) << after)
    },
  }
}

const firstAc = (
  { component, kept, places, nonZero }: Gathered,
  { from, to, after, table }: Band,
): BlockDecoder => {
  const [row, size] = [component.rowBlocks, component.transform.points ** 2]
  /** Blocks left of a run in which the band is zero. */
  let empty = 0
  return {
    component,
    restart() {
      empty = 0
    },
    decode(reader, across, down) {
      if (empty > 0) {
        empty--
        return
      }
      const block = down * row + across
      for (let k = from; k <= to; k++) {
        const symbol = reader.symbol(table)
        const run = symbol >> 4
        const bits = symbol & 15
        if (bits === 0 && run < 15) {
          empty = (1 << run) - 1 + reader.bits(run)
          return
        }
        k += run
        if (bits === 0) continue
        if (k > to) throw new DamagedJpeg('a block of more coefficients than its band')
        const value = reader.signed(bits)
        const word = block * 2 + (k >> 5)
        nonZero[word] = (nonZero[word] ?? 0) | (1 << (k & 31))
        const place = places[k] ?? -1
        if (place >= 0) kept[block * size + place] = value << after
      }
    },
  }
}

/** G.1.2.3: bits for what is not zero lie among the runs of what is. */
const refinedAc = (
  { component, kept, places, nonZero }: Gathered,
  { from, to, after, table }: Band,
): BlockDecoder => {
  const [row, size] = [component.rowBlocks, component.transform.points ** 2]
  const step = 1 << after
  let empty = 0

  /** Refines what is not zero from `k` on, and goes behind `zeros` coefficients that are; gives where it stopped. */
  const refine = (reader: BitReader, block: number, k: number, zeros: number): number => {
    const low = nonZero[block * 2] ?? 0
    const high = nonZero[block * 2 + 1] ?? 0
    for (; k <= to; k++) {
      if ((((k < 32 ? low : high) >>> (k & 31)) & 1) === 0) {
        if (zeros-- === 0) break
      } else if (reader.bits(1) === 1) {
        const at = block * size + (places[k] ?? -1)
        if ((places[k] ?? -1) >= 0) {
          const value = kept[at] ?? 0
          kept[at] = value < 0 ? value - step : value + step
        }
      }
    }
    return k
  }

  return {
    component,
    restart() {
      empty = 0
    },
    decode(reader, across, down) {
      const block = down * row + across
      let k = from
      while (empty === 0 && k <= to) {
        const symbol = reader.symbol(table)
        const run = symbol >> 4
        const bits = symbol & 15
        if (bits === 0 && run < 15) {
          empty = (1 << run) + reader.bits(run)
          break
        }
        if (bits > 1) throw new DamagedJpeg('a refinement of more than one bit')
        const value = bits === 0 ? 0 : reader.bits(1) === 1 ? step : -step
        k = refine(reader, block, k, run)
        if (value !== 0) {
          if (k > to) throw new DamagedJpeg('a block of more coefficients than its band')
          const word = block * 2 + (k >> 5)
          nonZero[word] = (nonZero[word] ?? 0) | (1 << (k & 31))
          const place = places[k] ?? -1
          if (place >= 0) kept[block * size + place] = value
        }
        k++
      }
      if (empty > 0) {
        const isAllZero = ((nonZero[block * 2] ?? 0) | (nonZero[block * 2 + 1] ?? 0)) === 0
        if (!isAllZero) refine(reader, block, k, 64)
        empty--
      }
    },
  }
}

/** Turns what was gathered into samples. Throws when some of it is yet to come. */
export const finish = ({ component, kept, bitsToCome }: Gathered, factors: Float64Array): void => {
  if (bitsToCome.some((bits) => bits !== 0)) throw new DamagedJpeg('scans are missing')
  const { rowBlocks, columnBlocks, plane, transform } = component
  const { points, inverse } = transform
  const size = points * points
  const placed = new Float64Array(size)
  for (const [k, place] of keptPlaces(points).entries()) if (place >= 0) placed[place] = factors[k] ?? 0
  const block = new Float64Array(size)
  for (let row = 0, from = 0; row < columnBlocks; row++)
    for (let column = 0; column < rowBlocks; column++, from += size) {
      let others = 0
      for (let index = 0; index < size; index++) {
        const value = kept[from + index] ?? 0
        block[index] = value * (placed[index] ?? 0)
        if (index > 0) others |= value
      }
      const at = row * points * plane.stride + column * points
      if (others === 0) fillFlat(plane.data, at, plane.stride, points, block[0] ?? 0)
      else inverse(block, plane.data, at, plane.stride)
    }
}
