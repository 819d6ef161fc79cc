import { BitWriter } from '../../src/adapters/images/portable/bitWriter.ts'
import { zigzag } from '../../src/adapters/images/portable/coefficients.ts'
import { forwardDct, forwardWeights } from '../../src/adapters/images/portable/forwardDct.ts'
import { acCodes, dcCodes, typicalTables } from '../../src/adapters/images/portable/typicalCodes.ts'
import { joined } from './pictures.ts'

/** JPEGs as sharp does not write them. */
export interface JpegShape {
  /** Sampling factors of each component, across and down; three of them, or one of luminance. */
  readonly sampling: readonly (readonly [h: number, v: number])[]
  /** Three components as they are, said so by Adobe's marker; YCbCr by JFIF otherwise. */
  readonly rgb?: boolean
  /** MCUs from one restart marker to the next. */
  readonly restartInterval?: number
  /** A scan for each component. */
  readonly apart?: boolean
  /** All mean values first, the rest in two bands of each component. */
  readonly progressive?: boolean
}

interface Canvas {
  readonly width: number
  readonly height: number
  /** Red, green, blue. */
  readonly data: Uint8Array
}

interface Blocks {
  readonly h: number
  readonly v: number
  /** With those that fill the last MCU. */
  readonly rowBlocks: number
  readonly blocksAcross: number
  readonly blocksDown: number
  /** In the order in which they are stored, 64 a block. */
  readonly coefficients: Int16Array
}

const quantizer = 3

export const writeJpeg = (canvas: Canvas, shape: JpegShape): Uint8Array => {
  const { sampling, restartInterval = 0 } = shape
  const most = [Math.max(...sampling.map(([h]) => h)), Math.max(...sampling.map(([, v]) => v))] as const
  const mcus = [Math.ceil(canvas.width / 8 / most[0]), Math.ceil(canvas.height / 8 / most[1])] as const
  const components = sampling.map(([h, v], index): Blocks => {
    const [across, down] = [most[0] / h, most[1] / v]
    const rowBlocks = mcus[0] * h
    const sample = (x: number, y: number): number =>
      mean(canvas, shape, index, x * across, y * down, across, down)
    const coefficients = transformed(sample, rowBlocks, mcus[1] * v)
    const blocksAcross = Math.ceil(canvas.width / across / 8)
    const blocksDown = Math.ceil(canvas.height / down / 8)
    return { h, v, rowBlocks, blocksAcross, blocksDown, coefficients }
  })

  const all = components.map((_, index) => index)
  const scan = (indices: readonly number[], from: number, to: number): Uint8Array => {
    const selected = indices.flatMap((index) => [index + 1, index === 0 ? 0x00 : 0x11])
    const head = segment(0xda, [indices.length, ...selected, from, to, 0])
    const units = unitsOf(
      indices.map((index) => ({ index, ...component(components, index) })),
      mcus,
    )
    return joined(head, entropyCoded(units, from, to, restartInterval))
  }
  const scans = shape.progressive
    ? [scan(all, 0, 0), ...all.flatMap((index) => [scan([index], 1, 5), scan([index], 6, 63)])]
    : shape.apart
      ? all.map((index) => scan([index], 0, 63))
      : [scan(all, 0, 63)]

  const size = [canvas.height >> 8, canvas.height & 255, canvas.width >> 8, canvas.width & 255]
  const frame = components.flatMap(({ h, v }, index) => [index + 1, (h << 4) | v, 0])
  return joined(
    Uint8Array.of(0xff, 0xd8),
    shape.rgb
      ? segment(0xee, [0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0])
      : segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => quantizer)]),
    segment(shape.progressive ? 0xc2 : 0xc0, [8, ...size, components.length, ...frame]),
    segment(0xc4, typicalTables),
    segment(0xdd, [restartInterval >> 8, restartInterval & 255]),
    ...scans,
    Uint8Array.of(0xff, 0xd9),
  )
}

const segment = (code: number, payload: readonly number[]): Uint8Array =>
  Uint8Array.of(0xff, code, (payload.length + 2) >> 8, (payload.length + 2) & 255, ...payload)

const component = (components: readonly Blocks[], index: number): Blocks => {
  const found = components[index]
  if (found === undefined) throw new Error('no such component')
  return found
}

const weights = [
  [0.299, 0.587, 0.114, 0],
  [-0.168736, -0.331264, 0.5, 128],
  [0.5, -0.418688, -0.081312, 128],
] as const

/** Of a component, over the pixels that a sample covers; behind the edge it is repeated. */
const mean = (
  { width, height, data }: Canvas,
  { rgb = false }: JpegShape,
  index: number,
  left: number,
  top: number,
  across: number,
  down: number,
): number => {
  let sum = 0
  for (let y = top; y < top + down; y++)
    for (let x = left; x < left + across; x++) {
      const at = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 3
      const pixel = data.subarray(at, at + 3)
      const [r, g, b, zero] = weights[index] ?? weights[0]
      sum += rgb
        ? (pixel[index] ?? 0)
        : r * (pixel[0] ?? 0) + g * (pixel[1] ?? 0) + b * (pixel[2] ?? 0) + zero
    }
  return sum / (across * down)
}

const transformed = (
  sample: (x: number, y: number) => number,
  rowBlocks: number,
  columnBlocks: number,
): Int16Array => {
  const coefficients = new Int16Array(rowBlocks * columnBlocks * 64)
  const block = new Float64Array(64)
  for (let index = 0; index < rowBlocks * columnBlocks; index++) {
    const [left, top] = [(index % rowBlocks) * 8, Math.floor(index / rowBlocks) * 8]
    for (let at = 0; at < 64; at++) block[at] = sample(left + (at & 7), top + (at >> 3)) - 128
    forwardDct(block)
    for (const [k, at] of zigzag.entries()) {
      const weight = (forwardWeights[at & 7] ?? 0) * (forwardWeights[at >> 3] ?? 0)
      coefficients[index * 64 + k] = Math.round(((block[at] ?? 0) * weight) / quantizer)
    }
  }
  return coefficients
}

interface Unit {
  readonly index: number
  readonly block: Int16Array
}

/** The blocks of each MCU of a scan. */
const unitsOf = (
  components: readonly (Blocks & { readonly index: number })[],
  [across, down]: readonly [number, number],
): readonly (readonly Unit[])[] => {
  const [alone] = components.length === 1 ? components : []
  const [columns, rows] = alone ? [alone.blocksAcross, alone.blocksDown] : [across, down]
  return Array.from({ length: columns * rows }, (_, mcu) => {
    const [column, row] = [mcu % columns, Math.floor(mcu / columns)]
    return components.flatMap(({ index, h, v, rowBlocks, coefficients }) => {
      const [wide, high] = alone ? [1, 1] : [h, v]
      return Array.from({ length: wide * high }, (_, inside): Unit => {
        const x = column * wide + (inside % wide)
        const y = row * high + Math.floor(inside / wide)
        const at = (y * rowBlocks + x) * 64
        return { index, block: coefficients.subarray(at, at + 64) }
      })
    })
  })
}

const entropyCoded = (
  units: readonly (readonly Unit[])[],
  from: number,
  to: number,
  restartInterval: number,
): Uint8Array => {
  const parts: Uint8Array[] = []
  const interval = restartInterval || units.length
  for (let start = 0, restarts = 0; start < units.length; start += interval) {
    if (start > 0) parts.push(Uint8Array.of(0xff, 0xd0 + (restarts++ & 7)))
    const out = new BitWriter()
    const predictions = [0, 0, 0]
    for (const { index, block } of units.slice(start, start + interval).flat()) {
      if (from === 0) {
        const value = block[0] ?? 0
        out.number(index === 0 ? dcCodes.light : dcCodes.colour, 0, value - (predictions[index] ?? 0))
        predictions[index] = value
      }
      if (to > 0) writeBand(out, index === 0 ? acCodes.light : acCodes.colour, block, Math.max(1, from), to)
    }
    parts.push(out.finish())
  }
  return joined(...parts)
}

const writeBand = (out: BitWriter, codes: Uint32Array, block: Int16Array, from: number, to: number): void => {
  let run = 0
  for (let k = from; k <= to; k++) {
    const value = block[k] ?? 0
    if (value === 0) {
      run++
      continue
    }
    for (; run > 15; run -= 16) out.code(codes, 0xf0)
    out.number(codes, run << 4, value)
    run = 0
  }
  if (run > 0) out.code(codes, 0)
}
