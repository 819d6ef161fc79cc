/*
 * Looks closely at scans: zoom, pan and turn, what the machine saw, and each value's own piece of the form. Draws on the
 * pictures that the page has loaded, so nothing is asked for a second time. Without it the pictures are just pictures.
 */
import OpenSeadragon from 'openseadragon'
import { type Box, openScanViewer, type ScanViewer } from './scanViewer.ts'

const viewers = new Map<string, ScanViewer>()

const boxOf = (text: string | undefined): Box | undefined => {
  const numbers = (text ?? '').split(' ').map(Number)
  const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers
  return numbers.length === 4 && numbers.every(Number.isFinite) ? [x, y, width, height] : undefined
}

/** Darker than this, 0 to 255, is print or pen; paper and the watermark are lighter. */
const inkBelow = 120
/** Of a cell's height: its frame, which is left out at each side, and the room after its last ink. */
const [frameShare, roomShare] = [0.1, 0.4]

/** Draws a value's piece of the picture beside it, as far to the right as anything is written. */
const drawCrop = (button: HTMLButtonElement, picture: HTMLImageElement): void => {
  const box = boxOf(button.dataset['box'])
  const canvas = button.querySelector('canvas')
  const context = canvas?.getContext('2d', { willReadFrequently: true })
  if (!box || !canvas || !context) return
  const { naturalWidth, naturalHeight } = picture
  const inset = box[3] * naturalHeight * frameShare
  const [left, top] = [box[0] * naturalWidth + inset, box[1] * naturalHeight + inset]
  const height = Math.max(1, Math.round(box[3] * naturalHeight - 2 * inset))
  canvas.width = Math.max(1, Math.round(box[2] * naturalWidth - 2 * inset))
  canvas.height = height
  context.drawImage(picture, -left, -top)
  canvas.width = Math.min(canvas.width, Math.round(lastInk(context) + height * roomShare))
  context.drawImage(picture, -left, -top)
  button.hidden = false
}

/** The column of the last ink, in pixels; all of them when there is none. */
const lastInk = (context: CanvasRenderingContext2D): number => {
  const { width, height } = context.canvas
  const { data } = context.getImageData(0, 0, width, height)
  for (let x = width - 1; x > 0; x--)
    for (let y = 0; y < height; y++) {
      const at = (y * width + x) * 4
      if (Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) < inkBelow) return x
    }
  return width
}

const openFigure = async (figure: HTMLElement): Promise<void> => {
  const name = figure.dataset['scan'] ?? ''
  const viewer = await openScanViewer(figure, OpenSeadragon)
  if (!viewer) return
  viewers.set(name, viewer)
  for (const crop of document.querySelectorAll<HTMLButtonElement>(`button[data-crop="${name}"]`))
    drawCrop(crop, viewer.picture)
}

for (const figure of document.querySelectorAll<HTMLElement>('figure[data-scan]')) void openFigure(figure)

/** The first piece that is drawn of the value that was clicked; who marked some of its text is copying it. */
const cropOf = (clicked: Element): HTMLElement | null | undefined =>
  getSelection()?.isCollapsed === false
    ? null
    : clicked.closest('.typed')?.parentElement?.querySelector<HTMLElement>('[data-crop]:not([hidden])')

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return
  const button = target.closest<HTMLElement>('[data-crop]') ?? cropOf(target)
  const box = boxOf(button?.dataset['box'])
  if (button && box) viewers.get(button.dataset['crop'] ?? '')?.show(box)
})
