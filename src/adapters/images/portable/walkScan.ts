import { BitReader } from './bitReader.ts'
import type { Component, JpegFrame } from './jpegFrame.ts'
import type { ScanHeader } from './scanHeader.ts'

/** Decodes the blocks of one component, in the order in which a scan holds them. */
export interface BlockDecoder {
  readonly component: Component
  /** The block in this column and row of the component. */
  decode(reader: BitReader, across: number, down: number): void
  /** Forgets what came before, at the start and after each restart marker. */
  restart(): void
}

/** As many as some cameras leave behind the last block; more of them say that blocks are missing or are wrong. */
const strayBytes = 64

/** Decodes a scan, every block of it from data that is there (A.2, E.2.4). */
export const walkScan = (
  { mcusAcross, mcusDown }: JpegFrame,
  { components }: ScanHeader,
  decoders: readonly BlockDecoder[],
  data: Uint8Array,
  restartInterval: number,
): void => {
  const reader = new BitReader(data)
  const [alone] = components.length === 1 ? components : []
  const across = alone?.component.blocksAcross ?? mcusAcross
  const down = alone?.component.blocksDown ?? mcusDown
  let untilRestart = restartInterval
  let restarts = 0
  for (const decoder of decoders) decoder.restart()

  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      if (restartInterval > 0 && untilRestart-- === 0) {
        reader.restart(restarts++ & 7)
        for (const decoder of decoders) decoder.restart()
        untilRestart = restartInterval - 1
      }
      for (const decoder of decoders) {
        if (alone !== undefined) decoder.decode(reader, column, row)
        else decodeMcu(decoder, reader, column, row)
      }
    }
    // Once a row, so that what is missing is not made up at length.
    reader.check()
  }
  reader.end(strayBytes)
}

const decodeMcu = (decoder: BlockDecoder, reader: BitReader, column: number, row: number): void => {
  const { h, v } = decoder.component
  for (let y = 0; y < v; y++) for (let x = 0; x < h; x++) decoder.decode(reader, column * h + x, row * v + y)
}
