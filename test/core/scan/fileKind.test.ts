import { describe, expect, test } from 'vitest'
import { sniff } from '../../../src/core/scan/fileKind.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('sniff', () => {
  test.each([
    ['jpeg', '\xff\xd8\xff\xe0'],
    ['png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['gif', 'GIF89a\x01\0'],
    ['webp', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['heic', '\0\0\0\x18ftypheic\0\0\0\0'],
    ['heic', '\0\0\0\x1cftypmif1\0\0\0\0'],
    ['avif', '\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'],
    ['avif', '\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf'],
    ['heic', '\0\0\0\x10ftypheic\0\0\0\0avif'],
    ['unknown', '\0\0\0\x18ftypisom\0\0\0\0'],
    ['tiff', 'II*\0\x08\0\0\0'],
    ['tiff', 'MM\0*\0\0\0\x08'],
    ['bmp', 'BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0'],
    ['unknown', 'BMW, or any other text'],
    ['pdf', '%PDF-1.7\n'],
    ['pdf', '\r\n\r\n%PDF-1.4\n'],
    ['svg', '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg">'],
    ['svg', '<svg width="1">'],
    ['unknown', '<html><body>'],
    ['unknown', 'PK\x03\x04'],
    ['unknown', '\xff\xd8'],
    ['unknown', ''],
  ])('%s by its first bytes', (kind, start) => {
    expect(sniff(bytes(start))).toBe(kind)
  })
})
