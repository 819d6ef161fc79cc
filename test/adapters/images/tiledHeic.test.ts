import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { createSharpScanInspector } from '../../../src/adapters/images/sharpScanInspector.ts'
import { plainForm } from '../../support/formContents.ts'
import { withHeicSize } from '../../support/hostileFiles.ts'

/** As an iPhone takes it; `makeTiledHeic.ts` says how it was made. */
const form = new Uint8Array(await readFile(new URL('../../support/tiledForm.heic', import.meta.url)))

const inspector = createSharpScanInspector()
afterAll(() => inspector.close())

test('a form that lies in tiles, on its side, is converted whole and upright', async () => {
  expect(await inspector.inspect(form, { kind: 'form' })).toMatchObject({ problem: { convertible: true } })
  const converted = await inspector.convert(form)
  if (!converted.ok) throw new Error(converted.problem.kind)
  expect(await inspector.inspect(converted.value, { kind: 'form' })).toMatchObject({
    ok: true,
    value: {
      width: 1344,
      height: 1900,
      shows: 'form',
      reading: { turn: 0, code: { text: plainForm.link }, seal: {}, signature: {}, doubts: [] },
    },
  })
})

/** The grid itself is eight bytes: version, flags, rows and columns less one, width, height. */
const withGrid = (change: (grid: Uint8Array) => void): Uint8Array => {
  const changed = form.slice()
  const at = Buffer.from(changed.buffer).indexOf('idat') + 4
  change(changed.subarray(at, at + 8))
  return changed
}

test.each([
  ['more tiles than it has', withGrid((grid) => grid.set([255, 255], 2))],
  ['a width and height of 65535, which no other part of it says', withGrid((grid) => grid.fill(255, 4))],
  ['no width', withGrid((grid) => grid.fill(0, 4, 6))],
  ['tiles of another size than theirs', withHeicSize(form, 64, 64)],
  ['half its bytes', form.subarray(0, form.length / 2)],
])('a grid of %s is refused', async (_, bytes) => {
  expect(await inspector.convert(bytes)).toMatchObject({
    ok: false,
    problem: { kind: expect.stringMatching(/^(damaged|tooComplex)$/u) },
  })
})
