import { DamagedJpeg } from './damagedJpeg.ts'
import { quickBits, type HuffmanTable } from './huffmanTable.ts'

/**
 * Reads the entropy-coded data of one scan bit by bit, without its stuffed bytes. Behind a marker and behind the end
 * it lends zeros, so that it need not look for them at every bit; whether any was used is asked from time to time.
 */
export class BitReader {
  readonly #data: Uint8Array
  #at = 0
  /** The lowest `#count` of these are yet to be read, and the last `#lent` of those are no data. */
  #bits = 0
  #count = 0
  #lent = 0

  constructor(data: Uint8Array) {
    this.#data = data
  }

  symbol({ quick, ends, offsets, symbols }: HuffmanTable): number {
    if (this.#count < 16) this.#fill()
    const found = quick[(this.#bits >>> (this.#count - quickBits)) & ((1 << quickBits) - 1)] ?? 0
    if (found !== 0) {
      this.#count -= found >> 8
      return found & 0xff
    }
    const next = (this.#bits >>> (this.#count - 16)) & 0xffff
    for (let length = quickBits + 1; length <= 16; length++) {
      if (next >= (ends[length] ?? 0)) continue
      this.#count -= length
      return symbols[(next >> (16 - length)) + (offsets[length] ?? 0)] ?? 0
    }
    throw new DamagedJpeg('bits that are no code')
  }

  /** So many bits, at most 16, as a number. */
  bits(count: number): number {
    if (this.#count < count) this.#fill()
    this.#count -= count
    return (this.#bits >>> this.#count) & ((1 << count) - 1)
  }

  /** A number of so many bits, 1 to 15, that begins with 0 when it is negative (F.2.2.1). */
  signed(count: number): number {
    const value = this.bits(count)
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value
  }

  /** Throws when more was read than there is. */
  check(): void {
    if (this.#count < this.#lent) throw new DamagedJpeg('the data of a scan breaks off')
  }

  /** Goes behind the restart marker of this number, 0 to 7. */
  restart(number: number): void {
    this.#endInterval()
    if (this.#markerAt() !== 0xd0 + number) throw new DamagedJpeg('a restart marker is missing')
    this.#at += 2
    this.#bits = this.#count = this.#lent = 0
  }

  /** Throws when more was read than there is, or more is left than so many bytes. */
  end(stray: number): void {
    this.check()
    const left = this.#data.length - this.#at + ((this.#count - this.#lent) >> 3)
    if (left > stray) throw new DamagedJpeg('more data than a scan has room for')
  }

  #endInterval(): void {
    this.check()
    if (this.#count - this.#lent >= 8) throw new DamagedJpeg('more data than a scan has room for')
    const data = this.#data
    while (data[this.#at] === 0xff && (this.#at + 1 >= data.length || data[this.#at + 1] === 0xff)) this.#at++
    if (this.#at < data.length && this.#markerAt() === undefined) {
      throw new DamagedJpeg('more data than a scan has room for')
    }
  }

  #markerAt(): number | undefined {
    const code = this.#data[this.#at + 1]
    return this.#data[this.#at] === 0xff && code !== 0 ? code : undefined
  }

  #fill(): void {
    const data = this.#data
    while (this.#count <= 24) {
      let byte = 0
      if (this.#at < data.length) byte = data[this.#at] ?? 0
      else this.#lent += 8
      if (byte === 0xff) {
        const code = this.#at + 1 < data.length ? data[this.#at + 1] : 0xff
        if (code === 0xff) {
          this.#at++
          continue
        }
        if (code === 0) {
          this.#at += 2
        } else {
          byte = 0
          this.#lent += 8
        }
      } else {
        this.#at++
      }
      this.#bits = (this.#bits << 8) | byte
      this.#count += 8
    }
  }
}
