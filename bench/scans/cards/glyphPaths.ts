import type { TrueType } from '../../../src/adapters/pdf/trueType.ts'
import { type Contour, contoursOf } from '../../../test/support/glyphRaster.ts'

/** How one line of text is set; lengths in millimetres, `y` the baseline. */
export interface Setting {
  readonly font: TrueType
  readonly x: number
  readonly y: number
  /** Of the em. */
  readonly size: number
  /** From the start of one character to the next; undefined as the font has it. */
  readonly pitch?: number
  /** Added after each character. */
  readonly spacing?: number
  readonly colour: string
}

/** Text as an SVG path, so that its look depends on no font of the machine. */
export const textPath = (text: string, { font, x, y, size, pitch, spacing = 0, colour }: Setting): string => {
  const scale = size / font.unitsPerEm
  let at = x
  let path = ''
  for (const character of text) {
    const glyph = font.glyphOf(character.codePointAt(0) ?? 0)
    for (const contour of contoursOf(font, glyph)) {
      path += outline(contour, (point) => `${round(at + point.x * scale)} ${round(y - point.y * scale)}`)
    }
    at += (pitch ?? font.advanceOf(glyph) * scale) + spacing
  }
  return `<path d="${path}" fill="${colour}"/>`
}

interface At {
  readonly x: number
  readonly y: number
}

const round = (value: number): number => Math.round(value * 1000) / 1000

const middle = (a: At, b: At): At => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

/** Between two control points of a quadratic outline lies a point of the curve (ISO/IEC 14496-22, glyf). */
const outline = (contour: Contour, place: (point: At) => string): string => {
  const [first, last] = [contour[0], contour.at(-1)]
  if (first === undefined || last === undefined) return ''
  const start = first.onCurve ? first : last.onCurve ? last : middle(first, last)
  let path = `M${place(start)}`
  let control: At | undefined
  for (const point of [...contour, { ...start, onCurve: true }]) {
    if (point.onCurve) {
      path += control === undefined ? `L${place(point)}` : `Q${place(control)} ${place(point)}`
      control = undefined
    } else {
      if (control !== undefined) path += `Q${place(control)} ${place(middle(control, point))}`
      control = point
    }
  }
  return `${path}${control === undefined ? '' : `Q${place(control)} ${place(start)}`}Z`
}
