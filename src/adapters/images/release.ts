/**
 * Gives the memory of large arrays back at once, which nothing looks at any more: left to the garbage collector, that
 * of several pictures would pile up where a host counts all of it.
 */
export const release = (...arrays: readonly { readonly buffer: ArrayBuffer }[]): void => {
  for (const { buffer } of arrays) buffer.transfer(0)
}
