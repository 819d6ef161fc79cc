import type { Box, TextStyle } from '../../core/formShape.ts'
import type { FormFonts } from './formFonts.ts'
import { glyphSet, type GlyphSet } from './glyphSet.ts'
import type { Letter } from './letters.ts'
import { decimal, perMm } from './operators.ts'
import { textString } from './written.ts'
import { widthOf, type SetText } from './typeset.ts'

/** The fonts of a document by resource name: what every form prints, and what this one prints besides. */
export interface FontResources {
  readonly Common: GlyphSet
  readonly Sans: GlyphSet
  readonly Latin: GlyphSet
  readonly Rare: GlyphSet
}

export const fontResources = (fonts: FormFonts, common: GlyphSet): FontResources => ({
  Common: common,
  Sans: glyphSet(fonts.fontOf('sans')),
  Latin: glyphSet(fonts.fontOf('latin')),
  Rare: glyphSet(fonts.fontOf('rare')),
})

/** How far a Chinese character reaches above the baseline, in ems; what is left of the em is below. */
const rise = 0.88
/** The share of a line's free width that lies before it. */
const indent = { left: 0, centre: 0.5, right: 1 } as const

const resourceOf = (resources: FontResources, { font, codePoint }: Letter): keyof FontResources => {
  if (font === 'latin') return 'Latin'
  if (font === 'rare') return 'Rare'
  return resources.Common.has(codePoint) ? 'Common' : 'Sans'
}

/** The letter at a place in a line with the marks that sit on it. */
const withMarks = (line: readonly Letter[], at: number): string => {
  let end = at + 1
  while (line[end]?.mark !== undefined) end++
  return String.fromCodePoint(...line.slice(at, end).map(({ codePoint }) => codePoint))
}

/**
 * One line as font changes and strings of CIDs. A letter with marks also says what text it is: a reader goes by where
 * things stand, and might tell the marks as a line of their own.
 */
const showLine = (resources: FontResources, line: readonly Letter[], size: number): string => {
  const operators: string[] = []
  let current: keyof FontResources | undefined
  let cids = ''
  const show = () => {
    if (cids !== '') operators.push(`<${cids}> Tj`)
    cids = ''
  }
  for (const [at, letter] of line.entries()) {
    const marked = letter.mark === undefined && line[at + 1]?.mark !== undefined
    if (marked) {
      show()
      operators.push(`/Span <</ActualText ${textString(withMarks(line, at))}>> BDC`)
    }
    const resource = resourceOf(resources, letter)
    if (resource !== current) {
      show()
      operators.push(`/${resource} ${decimal(size)} Tf`)
      current = resource
    }
    const cid = resources[resource].cidOf(letter.codePoint)
    if (letter.mark === undefined) {
      cids += cid
      continue
    }
    show()
    const { x, y, advance } = letter.mark
    // In thousandths of an em, to the left; the pen ends where it stood.
    const [there, back] = [Math.round(-x * 1000), Math.round((x + advance) * 1000)]
    operators.push(`${decimal(y * size)} Ts [${there} <${cid}> ${back}] TJ 0 Ts`)
    if (line[at + 1]?.mark === undefined) operators.push('EMC')
  }
  show()
  return operators.join(' ')
}

/** Text set in a box, its first line's em square beginning `top` points under the box's upper edge. */
export const showText = (
  page: Box,
  resources: FontResources,
  box: Box,
  { size, lines }: SetText,
  style: TextStyle,
  top = 0,
): string => {
  const shown = lines.map((line, number) => {
    const x = box.x * perMm + (box.width * perMm - widthOf(line) * size) * indent[style.align]
    const y = (page.height - box.y) * perMm - top - size * (rise + number * style.leading)
    return `1 0 0 1 ${decimal(x)} ${decimal(y)} Tm ${showLine(resources, line, size)}`
  })
  return `BT ${style.ink} g\n${shown.join('\n')}\nET`
}
