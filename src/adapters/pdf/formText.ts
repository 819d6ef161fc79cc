import type { Box, TextStyle, ValueStyle } from '../../core/formLayout.ts'
import { Fault } from '../../core/fault.ts'
import type { FormFonts } from './formFonts.ts'
import { glyphSet, type GlyphSet } from './glyphSet.ts'
import { decimal, perMm } from './operators.ts'
import { fit, lettersOf, widthOf, wrap, type Letter, type SetText } from './typeset.ts'

/** The fonts of a page by resource name: what every form prints, and what this one prints besides. */
export interface FontResources {
  readonly Common: GlyphSet
  readonly Sans: GlyphSet
  readonly Latin: GlyphSet
}

export const fontResources = (fonts: FormFonts, common: GlyphSet): FontResources => ({
  Common: common,
  Sans: glyphSet(fonts.sans),
  Latin: glyphSet(fonts.latin),
})

/** How far a Chinese character reaches above the baseline, in ems; what is left of the em is below. */
const rise = 0.88
/** The share of a line's free width that lies before it. */
const indent = { left: 0, centre: 0.5, right: 1 } as const

const resourceOf = (resources: FontResources, { font, codePoint }: Letter): keyof FontResources => {
  if (font === 'latin') return 'Latin'
  return resources.Common.has(codePoint) ? 'Common' : 'Sans'
}

/** One line as font changes and strings of CIDs. */
const showLine = (resources: FontResources, line: readonly Letter[], size: number): string => {
  const operators: string[] = []
  let current: keyof FontResources | undefined
  let cids = ''
  for (const letter of line) {
    const resource = resourceOf(resources, letter)
    if (resource !== current) {
      if (cids !== '') operators.push(`<${cids}> Tj`)
      operators.push(`/${resource} ${decimal(size)} Tf`)
      current = resource
      cids = ''
    }
    cids += resources[resource].cidOf(letter.codePoint).toString(16).padStart(4, '0')
  }
  operators.push(`<${cids}> Tj`)
  return operators.join(' ')
}

/** Text set in a box, its first line's em square beginning `top` points under the box's upper edge. */
const showText = (
  page: Box,
  resources: FontResources,
  box: Box,
  { size, lines }: SetText,
  style: TextStyle,
  top: number,
): string => {
  const shown = lines.map((line, number) => {
    const x = box.x * perMm + (box.width * perMm - widthOf(line) * size) * indent[style.align]
    const y = (page.height - box.y) * perMm - top - size * (rise + number * style.leading)
    return `1 0 0 1 ${decimal(x)} ${decimal(y)} Tm ${showLine(resources, line, size)}`
  })
  return `BT ${style.ink} g\n${shown.join('\n')}\nET`
}

/** Fixed words from the top of their box. Throws Fault `alert` when they do not fit it. */
export const showWords = (
  page: Box,
  fonts: FormFonts,
  resources: FontResources,
  box: Box,
  text: string,
  style: TextStyle,
): string => {
  const lines = wrap(lettersOf(fonts, text), (box.width * perMm) / style.size)
  const height = style.size * (1 + (lines.length - 1) * style.leading)
  if (height > box.height * perMm) throw new Fault('alert', `The form has no room for its words: ${text}`)
  return showText(page, resources, box, { size: style.size, lines }, style, 0)
}

/**
 * A value in the middle of its box, shrunk to fit. Throws Fault `alert`, naming the value by `name` alone, when even
 * the floor is too large or a character has no glyph.
 */
export const showValue = (
  page: Box,
  fonts: FormFonts,
  resources: FontResources,
  box: Box,
  name: string,
  text: string,
  style: ValueStyle,
): string => {
  const space = { width: box.width * perMm, height: box.height * perMm }
  const set = fit(lettersOf(fonts, text), space, style)
  if (set === undefined) throw new Fault('alert', `The form has no room for this long a value: ${name}`)
  const height = set.size * (1 + (set.lines.length - 1) * style.leading)
  return showText(page, resources, box, set, style, (space.height - height) / 2)
}
