import { drawingSVG, qrcode } from 'bwip-js/generic'

/** A QR code as inline SVG, dark on white whatever the page's colours are; `text` is ASCII. */
export const qrCode = (text: string): string =>
  qrcode({ bcid: 'qrcode', text, scale: 4, padding: 8, backgroundcolor: 'FFFFFF' }, drawingSVG())
