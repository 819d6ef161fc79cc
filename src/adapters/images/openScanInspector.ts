import { createCardReader } from '../ocr/createCardReader.ts'
import type { OpenHostInspector } from './hostInspector.ts'
import { createSharpScanInspector } from './sharpScanInspector.ts'

export { openWatermark } from './sharpWatermark.ts'

/** On Node: sharp, and the reader of identity cards, each in processes of its own that start when they are needed. */
export const openScanInspector: OpenHostInspector = ({ layout, practice }) => {
  const cardReader = createCardReader()
  const inspector = createSharpScanInspector({
    layout,
    cardReader,
    ...(practice && { practice }),
  })
  return {
    ...inspector,
    close: async () => {
      await inspector.close()
      await cardReader.close()
    },
  }
}
