import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formLayout } from '../../src/core/formLayout.ts'
import { openForm, previewContent } from '../../src/host/openForm.ts'
import { readPdf } from '../support/pdfText.ts'

const fileOf = (content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'sealpass-form-')), 'form.json')
  writeFileSync(path, content)
  return path
}
const described = (changes: object): string => fileOf(JSON.stringify({ ...formLayout, ...changes }))

it('composes the preview by the description that comes with us', async () => {
  const { composer } = await openForm({})
  const pdf = await composer.compose(previewContent)
  const { shown } = await readPdf(pdf)
  expect(shown.map(({ text }) => text).join('')).toContain(previewContent.unitName)
})

it('composes by an operator’s description', async () => {
  const ours = await (await openForm({})).composer.compose(previewContent)
  const { composer } = await openForm({ FORM_LAYOUT: described({ issuer: '某某数据平台' }) })
  expect(await composer.compose(previewContent)).not.toEqual(ours)
})

it.each([
  ['no file', '/nowhere/form.json', /FORM_LAYOUT/u],
  ['no JSON', fileOf('{'), /cannot be read as JSON/u],
  ['an unknown name', described({ tittle: 'x' }), /tittle/u],
  ['a box outside the page', described({ seal: { x: 190, y: 185, width: 64, height: 72 } }), /seal/u],
  ['a character no font has', described({ title: '\u{2FA1F}\u{30000}' }), /title|words/u],
])('names the fault of a description: %s', async (_what, path, fault) => {
  await expect(openForm({ FORM_LAYOUT: path })).rejects.toThrow(fault)
})

it('names a font that is none', async () => {
  await expect(openForm({ FORM_RARE_FONT: fileOf('no font') })).rejects.toThrow(/font/iu)
})
