import { PDFHexString, type PDFContext, type PDFRef } from 'pdf-lib'

/** A part of the page for those who hear it read: other parts, or one piece of marked content. */
export type Part =
  | { readonly tag: string; readonly parts: readonly Part[] }
  | { readonly tag: string; readonly mcid: number; readonly alternative?: string }

/** The structure tree of a single page (ISO 32000-1, 14.7), in reading order. */
export const writeStructure = (context: PDFContext, page: PDFRef, document: Part): PDFRef => {
  const root = context.nextRef()
  const owners = new Map<number, PDFRef>()
  const write = (part: Part, parent: PDFRef): PDFRef => {
    const ref = context.nextRef()
    const entries = { S: part.tag, P: parent }
    if ('parts' in part) {
      context.assign(ref, context.obj({ ...entries, K: part.parts.map((child) => write(child, ref)) }))
      return ref
    }
    owners.set(part.mcid, ref)
    const alternative = part.alternative === undefined ? {} : { Alt: PDFHexString.fromText(part.alternative) }
    context.assign(ref, context.obj({ ...entries, Pg: page, K: part.mcid, ...alternative }))
    return ref
  }
  const top = write(document, root)
  const byMcid = [...owners].sort(([a], [b]) => a - b).map(([, ref]) => ref)
  context.assign(
    root,
    context.obj({
      Type: 'StructTreeRoot',
      K: [top],
      ParentTree: { Nums: [0, byMcid] },
      ParentTreeNextKey: 1,
    }),
  )
  return root
}
