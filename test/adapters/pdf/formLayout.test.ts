import { describe, expect, test } from 'vitest'
import { formCells, formLayout, type Box } from '../../../src/core/formLayout.ts'

const { page, corners, seal, signature, date, barcode, formNumber, link, composedAt, words } = formLayout

const contains = (outer: Box, inner: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const cells = formCells(formLayout).flat()

test('everything lies within the corner marks, which printers reach', () => {
  const boxes = [seal, signature, date, barcode.box, formNumber.box, link.box, composedAt.box]
  const printed = [...boxes, ...words.map(({ box }) => box), ...cells.map(({ valueBox }) => valueBox)]
  expect(printed.filter((box) => !contains(corners.box, box))).toEqual([])
  expect(contains({ x: 5, y: 5, width: page.width - 10, height: page.height - 10 }, corners.box)).toBe(true)
})

test('the seal has room for the largest official seal and its tilt', () => {
  expect(Math.min(seal.width, seal.height)).toBeGreaterThanOrEqual(60)
})

describe('the table', () => {
  test('has each field once', () => {
    const fields = cells.map(({ field }) => field)
    expect(new Set(fields).size).toBe(fields.length)
    expect(fields.length).toBe(12)
  })

  test('tiles its width without gap or overlap', () => {
    for (const row of formCells(formLayout)) {
      const edges = row.flatMap(({ labelBox, valueBox }) => [labelBox, valueBox])
      expect(edges.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(formLayout.table.width)
    }
    const boxes = cells.flatMap(({ labelBox, valueBox }) => [labelBox, valueBox])
    expect(boxes.filter((box, i) => boxes.slice(i + 1).some((other) => overlap(box, other)))).toEqual([])
  })

  test('ends where the signature and seal begin', () => {
    const bottom = Math.max(...cells.map(({ valueBox }) => valueBox.y + valueBox.height))
    expect(Math.min(seal.y, signature.y)).toBeGreaterThan(bottom)
  })
})

test('signature, date and seal do not touch', () => {
  expect(overlap(signature, date) || overlap(signature, seal) || overlap(date, seal)).toBe(false)
})
