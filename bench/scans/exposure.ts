import type { Desk } from './desks.ts'
import type { Film } from './film.ts'
import type { Lens } from './lens.ts'
import { curlStep, type Curl, type Sheet } from './sheet.ts'

export interface Scene {
  /** The first on top. */
  readonly sheets: readonly (Sheet & { readonly curl: Curl })[]
  readonly desk: Desk
  /** Millimetres between the dots of the screen that shows it all, and the share of light between them that is lost. */
  readonly screen: { readonly pitch: number; readonly depth: number } | undefined
}

/** Millimetres from a sheet's edge over which it shades the desk, and the share of light it takes. */
const shade = { reach: 2.5, depth: 0.35 }

/**
 * What the sheets and the desk give to the film, before any lens softens it. Written with plain numbers throughout:
 * it runs once for each of twelve million pixels.
 */
export const exposed = (
  { sheets, desk, screen }: Scene,
  { toPlane: [a, b, c, d, e, f, g, h, i] }: Lens,
  { width, height }: { readonly width: number; readonly height: number },
  light: (row: Float32Array, share: number) => void,
): Film => {
  const data = new Uint8ClampedArray(width * height * 3)
  const row = new Float32Array(width * 4)
  const seen = Float32Array.of(0, 0, 0)
  const laid = sheets.map(laidOut)
  const dot = screen === undefined ? 0 : (2 * Math.PI) / screen.pitch
  const dotDepth = screen?.depth ?? 0
  for (let y = 0, at = 0; y < height; y++) {
    light(row, (y + 0.5) / height)
    for (let x = 0, l = 0; x < width; x++, at += 3, l += 4) {
      const w = g * (x + 0.5) + h * (y + 0.5) + i
      const right = (a * (x + 0.5) + b * (y + 0.5) + c) / w
      const under = (d * (x + 0.5) + e * (y + 0.5) + f) / w
      let nearest = shade.reach
      for (let sheet = 0; sheet < laid.length && nearest > 0; sheet++) {
        const beside = laid[sheet]?.(right, under, seen) ?? shade.reach
        if (beside < nearest) nearest = beside
      }
      if (nearest > 0) {
        const dimmed = nearest < shade.reach ? 1 - shade.depth * (1 - nearest / shade.reach) : 1
        seeDesk(desk, right, under, dimmed, seen)
      } else if (dot > 0) seeDots(right * dot, under * dot, dotDepth, seen)
      const added = row[l + 3] ?? 0
      data[at] = (seen[0] ?? 0) * (row[l] ?? 0) + added
      data[at + 1] = (seen[1] ?? 0) * (row[l + 1] ?? 0) + added
      data[at + 2] = (seen[2] ?? 0) * (row[l + 2] ?? 0) + added
    }
  }
  return { width, height, data }
}

/** Sees a place of the plane on a sheet, and says by how many millimetres it lies beside it: 0 or less on it. */
const laidOut = ({ page, x: centreX, y: centreY, turn, curl }: Scene['sheets'][number]) => {
  const cos = Math.cos((turn * Math.PI) / 180)
  const sin = Math.sin((turn * Math.PI) / 180)
  const { width, height, mm } = page
  const data = new Uint8Array(page.data.buffer, page.data.byteOffset, page.data.length)
  const { across, down } = curl
  const perMmAcross = width / mm.width
  const perMmDown = height / mm.height
  const [middleX, middleY] = [mm.width / 2, mm.height / 2]
  const radius = page.cornerRadius ?? 0
  const stride = width * 3
  return (planeX: number, planeY: number, seen: Float32Array): number => {
    const x = (planeX - centreX) * cos + (planeY - centreY) * sin + middleX
    const y = (planeY - centreY) * cos - (planeX - centreX) * sin + middleY
    // Reading beside an array is slow.
    if (x < 0 || y < 0 || x > mm.width || y > mm.height) return away(x, y, mm.width, mm.height)
    const u = x + (across[Math.round(y / curlStep)] ?? 0)
    const v = y + (down[Math.round(x / curlStep)] ?? 0)
    const dx = Math.max(radius - u, u - mm.width + radius)
    const dy = Math.max(radius - v, v - mm.height + radius)
    const beside = (dx <= 0 || dy <= 0 ? Math.max(dx, dy) : Math.sqrt(dx * dx + dy * dy)) - radius
    if (beside > 0) return beside

    const px = Math.min(width - 1.001, Math.max(0, u * perMmAcross - 0.5))
    const py = Math.min(height - 1.001, Math.max(0, v * perMmDown - 0.5))
    const left = Math.floor(px)
    const top = Math.floor(py)
    const fx = px - left
    const fy = py - top
    const at = top * stride + left * 3
    for (let channel = 0, p = at; channel < 3; channel++, p++) {
      const above = (data[p] ?? 0) * (1 - fx) + (data[p + 3] ?? 0) * fx
      const below = (data[p + stride] ?? 0) * (1 - fx) + (data[p + stride + 3] ?? 0) * fx
      seen[channel] = above * (1 - fy) + below * fy
    }
    return 0
  }
}

/** Of a place that lies beside an uncurled sheet. */
const away = (x: number, y: number, width: number, height: number): number =>
  Math.max(1e-3, -x, -y, x - width, y - height)

const seeDesk = (
  { data, side, perMm }: Desk,
  x: number,
  y: number,
  dimmed: number,
  seen: Float32Array,
): void => {
  // The tile's side is a power of two; the mask repeats it, also to the left of the origin.
  const column = Math.floor(x * perMm) & (side - 1)
  const row = Math.floor(y * perMm) & (side - 1)
  const p = (row * side + column) * 3
  seen[0] = (data[p] ?? 0) * dimmed
  seen[1] = (data[p + 1] ?? 0) * dimmed
  seen[2] = (data[p + 2] ?? 0) * dimmed
}

/**
 * The stripes of a screen's red, green and blue dots; `x` and `y` in radians of their period. On the whole as bright as
 * without: the camera exposes for what it sees.
 */
const seeDots = (x: number, y: number, depth: number, seen: Float32Array): void => {
  const line = (1 - depth * (0.5 + 0.5 * Math.cos(y))) / (1 - depth / 2) ** 2
  for (let channel = 0; channel < 3; channel++)
    seen[channel] =
      (seen[channel] ?? 0) * line * (1 - depth * (0.5 + 0.5 * Math.cos(x + (channel * 2 * Math.PI) / 3)))
}
