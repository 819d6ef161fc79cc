import { marker, type JpegSegment } from '../../../core/scan/jpegSegments.ts'
import { DamagedJpeg } from './damagedJpeg.ts'
import { huffmanTable, type HuffmanTable } from './huffmanTable.ts'

/** What the segments before a scan lay down for it and those after it. */
export interface JpegTables {
  readonly dc: (HuffmanTable | undefined)[]
  readonly ac: (HuffmanTable | undefined)[]
  /** In the order in which coefficients are stored. */
  readonly quantizers: (Uint16Array | undefined)[]
  /** MCUs from one restart marker to the next; 0 for none. */
  restartInterval: number
}

export const noTables = (): JpegTables => ({ dc: [], ac: [], quantizers: [], restartInterval: 0 })

/** Takes over what a segment lays down (B.2.4); segments of other kinds lay down nothing. */
export const readTables = (tables: JpegTables, { marker: code, payload }: JpegSegment): void => {
  if (code === marker.dht) readHuffman(tables, payload)
  else if (code === marker.dqt) readQuantizers(tables, payload)
  else if (code === marker.dri) tables.restartInterval = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0)
}

const readHuffman = (tables: JpegTables, payload: Uint8Array): void => {
  for (let at = 0; at < payload.length;) {
    const place = payload[at] ?? 0
    const counts = payload.subarray(at + 1, at + 17)
    const total = counts.reduce((sum, count) => sum + count, 0)
    const symbols = payload.subarray(at + 17, at + 17 + total)
    if (counts.length < 16 || symbols.length < total || total > 256 || (place & 0xef) > 3) {
      throw new DamagedJpeg('an impossible Huffman table')
    }
    const table = huffmanTable(counts, symbols)
    if (place < 16) tables.dc[place] = table
    else tables.ac[place & 15] = table
    at += 17 + total
  }
}

const readQuantizers = (tables: JpegTables, payload: Uint8Array): void => {
  for (let at = 0; at < payload.length;) {
    const [bytes, place] = [payload[at] ?? 0, (payload[at] ?? 0) & 15]
    const wide = bytes >> 4 === 1
    const length = wide ? 128 : 64
    const values = payload.subarray(at + 1, at + 1 + length)
    if (bytes >> 4 > 1 || place > 3 || values.length < length) {
      throw new DamagedJpeg('an impossible quantization table')
    }
    tables.quantizers[place] = Uint16Array.from({ length: 64 }, (_, k) =>
      wide ? ((values[2 * k] ?? 0) << 8) | (values[2 * k + 1] ?? 0) : (values[k] ?? 0),
    )
    at += 1 + length
  }
}
