/**
 * The ends of an ASCII text, a star for each character between; only stars when nothing would be left between the
 * ends.
 */
export const maskMiddle = (text: string, head: number, tail: number): string =>
  text.length <= head + tail
    ? '*'.repeat(text.length)
    : text.slice(0, head) + '*'.repeat(text.length - head - tail) + text.slice(text.length - tail)
