/** Megabytes that a WebAssembly module may grow to; a HEIC of 25 megapixels needs some 220. */
const mostMegabytes = 384
const pageBytes = 65_536

/**
 * Keeps every WebAssembly module that is loaded later in this process within bounds: their memory is no part of what a
 * heap limit counts, and a file that promises the world would be given 2 GB. Our modules grow through
 * this function alone, and take its refusal for memory that is not there.
 */
export const boundWasmMemory = (): void => {
  const grow = Reflect.get(WebAssembly.Memory.prototype, 'grow')
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * pageBytes > mostMegabytes * 1_048_576) {
      throw new RangeError('a WebAssembly module asked for more memory than it is given')
    }
    return Reflect.apply(grow, this, [pages])
  }
}
