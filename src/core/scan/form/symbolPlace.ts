import type { Box, FormLayout } from '../../formShape.ts'

/** Data codewords of QR symbols of level M by version from 1 (ISO/IEC 18004, table 7). */
const codewords = [16, 28, 44, 64, 86, 108, 124, 154, 182, 216] as const

/** Bits of a link with the form's twenty digits at its end: the rest in bytes, the digits in numeric mode. */
const bitsOf = (text: string): number => {
  const digits = /\d*$/.exec(text)?.[0].length ?? 0
  return 12 + 8 * (text.length - digits) + 14 + Math.ceil((digits * 10) / 3)
}

/**
 * Where the symbol for a link is printed, in millimetres: at the bottom right of its room, its modules as large as
 * allowed. The likeliest size first: another encoder may take one version more or fewer.
 */
export const symbolPlaces = ({ barcode }: FormLayout, text: string): readonly Box[] => {
  const likeliest = codewords.findIndex((capacity) => capacity * 8 >= bitsOf(text))
  const index = likeliest === -1 ? codewords.length - 1 : likeliest
  const room = Math.min(barcode.box.width, barcode.box.height)
  return [index, index + 1, index - 1].flatMap((version) => {
    const modules = 21 + 4 * version
    const module = Math.min(barcode.module.most, room / (modules + 2 * barcode.quietZone))
    if (version < 0 || module < barcode.module.least) return []
    const side = modules * module
    const end = barcode.quietZone * module
    return [
      {
        x: barcode.box.x + barcode.box.width - end - side,
        y: barcode.box.y + barcode.box.height - end - side,
        width: side,
        height: side,
      },
    ]
  })
}
