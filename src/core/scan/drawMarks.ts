import type { Pixels } from './colour.ts'
import { digitRows, digitSize } from './digitShapes.ts'
import type { Region } from './reading.ts'

type Ink = readonly [red: number, green: number, blue: number]
/** Red stands out on paper and skin, the light line around it on dark tables and on a red seal. */
const mark: Ink = [214, 24, 36]
const halo: Ink = [255, 240, 120]
const paper: Ink = [255, 255, 255]

/** Left, top, width, height in whole pixels. */
type Rectangle = readonly [number, number, number, number]

/**
 * A copy of the picture in which each region is framed and bears its number, from 1: a place that is small or lies at
 * the edge gets a frame around it all the same, and labels do not lie on one another.
 */
export const drawMarks = (pixels: Pixels, regions: readonly Region[]): Pixels => {
  const copy: Pixels = { ...pixels, data: pixels.data.slice() }
  const line = Math.max(2, Math.round(Math.max(pixels.width, pixels.height) / 320))
  const frames = regions.map((region) => framed(region, pixels, line))
  for (const frame of frames) drawFrame(copy, frame, line)
  const placed: Rectangle[] = []
  for (const [index, frame] of frames.entries()) {
    const text = `${index + 1}`
    const label = labelPlace(frame, labelSize(text, line), pixels, placed)
    placed.push(label)
    drawLabel(copy, label, text, line)
  }
  return copy
}

/** Around the region, at least so large that its frame has an inside, and within the picture. */
const framed = ({ x, y, width, height }: Region, { width: across, height: down }: Pixels, line: number) => {
  const [left, right] = spread(x * across, (x + width) * across, across, line)
  const [top, bottom] = spread(y * down, (y + height) * down, down, line)
  return [left, top, right - left, bottom - top] as const
}

const spread = (from: number, to: number, limit: number, line: number): readonly [number, number] => {
  const middle = (from + to) / 2
  const reach = Math.max((to - from) / 2 + 4 * line, 8 * line)
  return [Math.round(Math.max(0, middle - reach)), Math.round(Math.min(limit, middle + reach))]
}

const drawFrame = (pixels: Pixels, [left, top, width, height]: Rectangle, line: number): void => {
  for (const [inset, thickness, ink] of [
    [0, 3 * line, halo],
    [line, line, mark],
  ] as const) {
    const [x, y, w, h] = [left + inset, top + inset, width - 2 * inset, height - 2 * inset]
    fill(pixels, [x, y, w, thickness], ink)
    fill(pixels, [x, y + h - thickness, w, thickness], ink)
    fill(pixels, [x, y, thickness, h], ink)
    fill(pixels, [x + w - thickness, y, thickness, h], ink)
  }
}

/** Digits lie in a label with one line of halo around and two of space. */
const dot = (line: number): number => Math.max(2, Math.round(1.3 * line))
const margin = (line: number): number => 3 * line
/** Cells from one digit's left to the next one's. */
const digitStep = digitSize.width + 1

const labelSize = (text: string, line: number): readonly [number, number] => [
  (digitStep * text.length - 1) * dot(line) + 2 * margin(line),
  digitSize.height * dot(line) + 2 * margin(line),
]

/** Above the frame's top left corner, or at another corner of it when a label lies there already. */
const labelPlace = (
  [left, top, width, height]: Rectangle,
  [across, down]: readonly [number, number],
  pixels: Pixels,
  placed: readonly Rectangle[],
): Rectangle => {
  const within = (at: number, limit: number): number => Math.round(Math.min(Math.max(0, at), limit))
  const at = (x: number, y: number): Rectangle => [
    within(x, pixels.width - across),
    within(y, pixels.height - down),
    across,
    down,
  ]
  const corners = [
    at(left, top - down),
    at(left + width - across, top - down),
    at(left, top + height),
    at(left + width - across, top + height),
  ] as const
  return corners.find((corner) => !placed.some((other) => overlap(corner, other))) ?? corners[0]
}

const overlap = ([ax, ay, aw, ah]: Rectangle, [bx, by, bw, bh]: Rectangle): boolean =>
  ax < bx + bw && bx < ax + aw && ay < by + bh && by < ay + ah

const drawLabel = (
  pixels: Pixels,
  [left, top, width, height]: Rectangle,
  text: string,
  line: number,
): void => {
  fill(pixels, [left, top, width, height], halo)
  fill(pixels, [left + line, top + line, width - 2 * line, height - 2 * line], mark)
  const size = dot(line)
  for (const [index, digit] of [...text].entries())
    for (const [y, row] of digitRows(digit).entries())
      for (const [x, cell] of [...row].entries()) {
        const [right, down] = [(index * digitStep + x) * size, y * size]
        const place = [left + margin(line) + right, top + margin(line) + down, size, size] as const
        if (cell === '#') fill(pixels, place, paper)
      }
}

const fill = (
  { width, height, data }: Pixels,
  [left, top, across, down]: Rectangle,
  [red, green, blue]: Ink,
): void => {
  for (let y = Math.max(0, top); y < Math.min(height, top + down); y++)
    for (let x = Math.max(0, left); x < Math.min(width, left + across); x++) {
      const at = (y * width + x) * 4
      data[at] = red
      data[at + 1] = green
      data[at + 2] = blue
      data[at + 3] = 255
    }
}
