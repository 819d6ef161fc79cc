import type { PDFContext, PDFRef } from 'pdf-lib'
import { listed, textString, written } from './written.ts'

/** A part of the document for those who hear it read: other parts, or one piece of a page's marked content. */
export type Part =
  | { readonly tag: string; readonly parts: readonly Part[] }
  | {
      readonly tag: string
      /** Of the document, from 0. */
      readonly page: number
      /** Of the page, from 0. */
      readonly mcid: number
      /** What it says to those who do not see it. */
      readonly alternative?: string
      /** Attributes, as PDF writes them. */
      readonly attributes?: string
    }

/** The structure tree (ISO 32000-1, 14.7), in reading order; a page finds its parts by its number as StructParents. */
export const writeStructure = (context: PDFContext, pages: readonly PDFRef[], document: Part): PDFRef => {
  const root = context.nextRef()
  const owners = pages.map(() => new Map<number, PDFRef>())
  const write = (part: Part, parent: PDFRef): PDFRef => {
    const ref = context.nextRef()
    if ('parts' in part) {
      const kids = part.parts.map((child) => write(child, ref))
      context.assign(ref, written`<</S /${part.tag} /P ${parent} /K [${listed(kids)}]>>`)
      return ref
    }
    const { page: number, mcid, alternative, attributes } = part
    const page = pages[number]
    if (page === undefined) throw new RangeError(`The document has no page ${number}`)
    owners[number]?.set(mcid, ref)
    const said = alternative === undefined ? '' : ` /Alt ${textString(alternative)}`
    const described = attributes === undefined ? '' : ` /A ${attributes}`
    context.assign(ref, written`<</S /${part.tag} /P ${parent} /Pg ${page} /K ${mcid}${said}${described}>>`)
    return ref
  }
  const top = write(document, root)
  const byPage = owners.map((refs, page) => {
    const byMcid = [...refs].sort(([a], [b]) => a - b).map(([, ref]) => ref)
    return `${page} [${listed(byMcid)}]`
  })
  context.assign(
    root,
    written`<</Type /StructTreeRoot /K [${top}] /ParentTree <</Nums [${byPage.join(' ')}]>> /ParentTreeNextKey ${pages.length}>>`,
  )
  return root
}
