import type { Box, TextStyle } from '../../core/formShape.ts'
import type { FontName, FontOf } from './formFonts.ts'
import { glyphSet, type GlyphSet } from './glyphSet.ts'
import type { Letter } from './letters.ts'
import { decimal, perMm } from './operators.ts'
import { textString } from './written.ts'
import { widthOf, type SetText } from './typeset.ts'

/** The fonts of a document: what every form prints, and what this one prints besides. */
export interface FontResources {
  /** The font that shows a letter. */
  of(letter: Letter): FontResource
  /** What this document alone prints, one for each font it needs, in the same order whatever it prints first. */
  own(): readonly FontResource[]
}

export interface FontResource {
  /** As the page's operators call it. */
  readonly name: string
  readonly glyphs: GlyphSet
}

export const fontResources = (fontOf: FontOf, common: GlyphSet): FontResources => {
  const shared: FontResource = { name: 'Common', glyphs: common }
  const own = new Map<FontName, FontResource>()
  return {
    of: ({ font, codePoint }) => {
      if (font === 'sans' && common.has(codePoint)) return shared
      let resource = own.get(font)
      if (resource === undefined) {
        resource = {
          name: resourceNames[font] ?? `Rare${font.replace('-', '')}`,
          glyphs: glyphSet(fontOf(font)),
        }
        own.set(font, resource)
      }
      return resource
    },
    own: () => [...own.values()].toSorted((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1)),
  }
}

const resourceNames: { readonly [Font in FontName]?: string } = { sans: 'Sans', latin: 'Latin', own: 'Own' }
const ranks: { readonly [name: string]: number } = { Sans: 0, Latin: 1, Own: 2 }
const rankOf = ({ name }: FontResource): number => ranks[name] ?? 3

/** How far a Chinese character reaches above the baseline, in ems; what is left of the em is below. */
const rise = 0.88
/** The share of a line's free width that lies before it. */
const indent = { left: 0, centre: 0.5, right: 1 } as const

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
  let current: FontResource | undefined
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
    const resource = resources.of(letter)
    if (resource !== current) {
      show()
      operators.push(`/${resource.name} ${decimal(size)} Tf`)
      current = resource
    }
    const cid = resource.glyphs.cidOf(letter.codePoint)
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
