/** Writes entropy-coded data, stuffing a zero behind each byte of ones. */
export class BitWriter {
  #bytes = new Uint8Array(65_536)
  #length = 0
  /** The lowest `#count`, fewer than eight, are yet to be written. */
  #bits = 0
  #count = 0

  /** The code of a symbol, from a table by symbols: its length × 65,536 + its bits. */
  code(codes: Uint32Array, symbol: number): void {
    const code = codes[symbol] ?? 0
    this.#write(code & 0xffff, code >>> 16)
  }

  /** A number behind the code that tells its size together with `symbol` (F.1.2). */
  number(codes: Uint32Array, symbol: number, value: number): void {
    const size = 32 - Math.clz32(Math.abs(value))
    this.code(codes, symbol | size)
    this.#write((value < 0 ? value - 1 : value) & ((1 << size) - 1), size)
  }

  /** All of it, the last byte filled with ones. */
  finish(): Uint8Array {
    if (this.#count > 0) this.#write(0x7f, 8 - this.#count)
    return this.#bytes.subarray(0, this.#length)
  }

  #write(bits: number, count: number): void {
    this.#bits = (this.#bits << count) | (bits & ((1 << count) - 1))
    this.#count += count
    while (this.#count >= 8) {
      this.#count -= 8
      this.#byte((this.#bits >>> this.#count) & 0xff)
    }
  }

  #byte(byte: number): void {
    if (this.#length + 2 > this.#bytes.length) {
      const longer = new Uint8Array(this.#bytes.length * 2)
      longer.set(this.#bytes)
      this.#bytes = longer
    }
    this.#bytes[this.#length++] = byte
    if (byte === 0xff) this.#bytes[this.#length++] = 0
  }
}
