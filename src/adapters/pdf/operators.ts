import type { Box } from '../../core/formLayout.ts'

/** Points in a millimetre. */
export const perMm = 72 / 25.4

/** A number as PDF writes it: hundredths of a point are finer than any printer. */
export const decimal = (value: number): string => String(Math.round(value * 100) / 100)

/** `x y width height` of a box on the page, in points from its bottom left. */
const corners = (page: Box, box: Box): string =>
  [box.x, page.height - box.y - box.height, box.width, box.height].map((mm) => decimal(mm * perMm)).join(' ')

export const fillBox = (page: Box, box: Box, ink: number): string => `${ink} g ${corners(page, box)} re f`

/** The line lies on the box's edge, half of it outside. */
export const strokeBox = (page: Box, box: Box, thickness: number, dashed = false): string => {
  const dash = dashed ? '[3 2] 0 d' : '[] 0 d'
  return `0 G ${dash} ${decimal(thickness * perMm)} w ${corners(page, box)} re S`
}

/** Many boxes as one shape, so that no hairline shows between neighbours. */
export const fillBoxes = (page: Box, boxes: readonly Box[]): string =>
  `0 g ${boxes.map((box) => `${corners(page, box)} re`).join('\n')} f`

/**
 * Dark modules (1) of a square of `size`, row by row from `corner` in millimetres, neighbours of a row as one box: in
 * units of a module, which is shorter and exact.
 */
export const fillModules = (
  page: Box,
  corner: { readonly x: number; readonly y: number },
  module: number,
  size: number,
  dark: Uint8Array,
): string => {
  const points = String(Math.round(module * perMm * 10_000) / 10_000)
  const origin = `${decimal(corner.x * perMm)} ${decimal((page.height - corner.y) * perMm)}`
  const boxes: string[] = []
  for (let row = 0; row < size; row++)
    for (let start = 0; start < size; start++) {
      let end = start
      while (end < size && dark[row * size + end] === 1) end++
      if (end === start) continue
      boxes.push(`${start} ${row} ${end - start} 1 re`)
      start = end
    }
  return `q ${points} 0 0 -${points} ${origin} cm 0 g\n${boxes.join('\n')} f Q`
}

/** Content that a reader speaks, as `mcid` of the structure tree. */
export const tagged = (tag: string, mcid: number, operators: string): string =>
  `/${tag} <</MCID ${mcid}>> BDC\n${operators}\nEMC`

/** Lines and fills, which a reader passes over. */
export const decoration = (operators: string): string => `/Artifact BMC\n${operators}\nEMC`
