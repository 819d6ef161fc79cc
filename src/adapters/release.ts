/**
 * Gives the memory of large arrays back at once, which nothing looks at any more: left to the garbage collector, that
 * of several pictures would pile up where a host counts all of it. Not for a part of a larger buffer, which goes whole.
 */
export const release = (...arrays: readonly { readonly buffer: ArrayBufferLike }[]): void => {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
