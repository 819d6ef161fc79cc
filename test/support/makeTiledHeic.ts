import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { readFormFonts } from '../../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../../src/adapters/pdf/formComposer.ts'
import { plainForm } from './formContents.ts'
import { signAndStamp } from './paper.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/**
 * Makes `tiledForm.heic` anew: a signed and stamped form as an iPhone stores it (ISO/IEC 23008-12, 6.6.2.3.2: a grid of
 * HEVC tiles of 512 pixels, the last of each row and column cut, lying on its side and turned by a property). No package
 * writes one, so the tiles are encoded by libheif's `heif-enc` (Debian: libheif-examples, libheif-plugin-x265), which has
 * to be installed, and put into a container of our own. `node test/support/makeTiledHeic.ts [height] [file]`
 */
const height = Number(process.argv[2] ?? 1900)
const file = process.argv[3] ?? new URL('tiledForm.heic', import.meta.url)
const tileSide = 512

const uint = (value: number, size: 1 | 2 | 4): Buffer => {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntBE(value, 0, size)
  return bytes
}
const box = (name: string, ...content: readonly Uint8Array[]): Buffer => {
  const whole = Buffer.concat(content)
  return Buffer.concat([uint(whole.length + 8, 4), Buffer.from(name, 'latin1'), whole])
}
/** With version and flags. */
const fullBox = (name: string, version: number, flags: number, ...content: readonly Uint8Array[]): Buffer =>
  box(name, uint((version << 24) | flags, 4), ...content)

/** The content of the first box of each name, one within another. */
const contentOf = (bytes: Buffer, [name, ...rest]: readonly string[]): Buffer => {
  if (name === undefined) return bytes
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) !== name) continue
    const content = bytes.subarray(at + 8, at + bytes.readUInt32BE(at))
    return contentOf(name === 'meta' && rest.length > 0 ? content.subarray(4) : content, rest)
  }
  throw new Error(`no box ${name}`)
}

interface Tile {
  /** Its decoder's configuration, and its picture. */
  readonly hvcC: Buffer
  readonly data: Buffer
}

const encodeTile = async (folder: string, png: Buffer): Promise<Tile> => {
  const [source, encoded] = [join(folder, 'tile.png'), join(folder, 'tile.heic')]
  await writeFile(source, png)
  await promisify(execFile)('heif-enc', ['-q', '40', '--no-alpha', '-o', encoded, source])
  const heic = await readFile(encoded)
  return { hvcC: contentOf(heic, ['meta', 'iprp', 'ipco', 'hvcC']), data: contentOf(heic, ['mdat']) }
}

const tiled = (
  tiles: readonly Tile[],
  { columns, rows, width, height }: Readonly<Record<'columns' | 'rows' | 'width' | 'height', number>>,
): Buffer => {
  const [first] = tiles
  if (!first || tiles.some(({ hvcC }) => !hvcC.equals(first.hvcC)))
    throw new Error('the tiles differ in kind')
  const gridId = tiles.length + 1
  const ids = tiles.map((_, index) => index + 1)
  const size = (w: number, h: number) => fullBox('ispe', 0, 0, uint(w, 4), uint(h, 4))
  const quarterTurnClockwise = 3
  const properties = [
    box('hvcC', first.hvcC),
    size(tileSide, tileSide),
    size(width, height),
    box('irot', uint(quarterTurnClockwise, 1)),
  ]
  const essential = 0x80
  const item = (id: number, type: string, isHidden: boolean) =>
    fullBox('infe', 2, isHidden ? 1 : 0, uint(id, 2), uint(0, 2), Buffer.from(`${type}\0`, 'latin1'))
  const associated = (id: number, ...indexes: readonly number[]) =>
    Buffer.concat([uint(id, 2), uint(indexes.length, 1), ...indexes.map((index) => uint(index, 1))])
  const grid = Buffer.concat([
    uint(0, 2),
    uint(rows - 1, 1),
    uint(columns - 1, 1),
    uint(width, 2),
    uint(height, 2),
  ])

  const meta = (firstAt: number): Buffer => {
    let at = firstAt
    const places = tiles.map(({ data }, index) => {
      const place = [
        uint(index + 1, 2),
        uint(0, 2),
        uint(0, 2),
        uint(1, 2),
        uint(at, 4),
        uint(data.length, 4),
      ]
      at += data.length
      return Buffer.concat(place)
    })
    const inIdat = 1
    const gridPlace = [
      uint(gridId, 2),
      uint(inIdat, 2),
      uint(0, 2),
      uint(1, 2),
      uint(0, 4),
      uint(grid.length, 4),
    ]
    return fullBox(
      'meta',
      0,
      0,
      fullBox('hdlr', 0, 0, uint(0, 4), Buffer.from('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, 0, uint(gridId, 2)),
      fullBox('iloc', 1, 0, uint(0x4400, 2), uint(gridId, 2), ...places, ...gridPlace),
      fullBox(
        'iinf',
        0,
        0,
        uint(gridId, 2),
        ...ids.map((id) => item(id, 'hvc1', true)),
        item(gridId, 'grid', false),
      ),
      fullBox(
        'iref',
        0,
        0,
        box('dimg', uint(gridId, 2), uint(ids.length, 2), ...ids.map((id) => uint(id, 2))),
      ),
      box(
        'iprp',
        box('ipco', ...properties),
        fullBox(
          'ipma',
          0,
          0,
          uint(gridId, 4),
          ...ids.map((id) => associated(id, 1 | essential, 2)),
          associated(gridId, 3, 4 | essential),
        ),
      ),
      box('idat', grid),
    )
  }
  const ftyp = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'))
  const header = ftyp.length + meta(0).length + 8
  return Buffer.concat([ftyp, meta(header), box('mdat', ...tiles.map(({ data }) => data))])
}

const composer = formComposer(await readFormFonts())
const page = await signAndStamp(await composer.compose(plainForm), { aside: 2 })
const { data, info } = await sharp(await sharp(page).resize({ height }).png().toBuffer())
  .rotate(270)
  .png()
  .toBuffer({ resolveWithObject: true })
const [columns, rows] = [Math.ceil(info.width / tileSide), Math.ceil(info.height / tileSide)]
const canvas = await sharp(data)
  .extend({
    right: columns * tileSide - info.width,
    bottom: rows * tileSide - info.height,
    extendWith: 'copy',
  })
  .png()
  .toBuffer()
const folder = await temporaryFolder()
const tiles: Tile[] = []
for (let index = 0; index < columns * rows; index += 1) {
  const [left, top] = [(index % columns) * tileSide, Math.floor(index / columns) * tileSide]
  const region = { left, top, width: tileSide, height: tileSide }
  tiles.push(await encodeTile(folder.path, await sharp(canvas).extract(region).png().toBuffer()))
}
await folder.remove()
await writeFile(file, tiled(tiles, { columns, rows, width: info.width, height: info.height }))
