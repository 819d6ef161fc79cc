import { type FormFonts, missingCharacters, openFormFonts } from '../../adapters/pdf/formFonts.ts'
import { r2Objects } from '../../adapters/r2/r2Objects.ts'
import { Fault } from '../../core/fault.ts'
import type { FormComposer } from '../../core/form.ts'
import { formLayout, type FormLayout } from '../../core/formLayout.ts'
import type { Config } from '../config.ts'
import type { OpenForm } from '../openForm.ts'
import { readLayout } from '../readLayout.ts'
import type { Bindings } from './bindings.ts'
import { readAsset } from './readAsset.ts'

/**
 * The form with its fonts from the assets. What is the operator's own lies in the bucket, under the keys that the
 * configuration names, because assets are for everybody to read. Throws a Fault 'alert' when something is missing, or
 * is no form that can be composed.
 */
export const openForm = async (
  { FORM_LAYOUT, FORM_RARE_FONT }: Pick<Config, 'FORM_LAYOUT' | 'FORM_RARE_FONT'>,
  { ASSETS, SCANS }: Pick<Bindings, 'ASSETS' | 'SCANS'>,
): Promise<OpenForm> => {
  const bucket = r2Objects(SCANS)
  const ownFile = async (variable: string, key: string | undefined): Promise<Uint8Array | undefined> => {
    if (key === undefined) return undefined
    const found = await bucket.find(key)
    if (!found) throw new Fault('alert', `${variable} names no object of the bucket.`)
    return found
  }
  const [sans, latin, own, description] = await Promise.all([
    readAsset(ASSETS, 'fonts/sans.ttf'),
    readAsset(ASSETS, 'fonts/latin.ttf'),
    ownFile('FORM_RARE_FONT', FORM_RARE_FONT),
    ownFile('FORM_LAYOUT', FORM_LAYOUT),
  ])
  const rareSlice = async (slice: string): Promise<Uint8Array> => readAsset(ASSETS, `fonts/rare/${slice}.ttf`)
  const fonts = openFormFonts({ sans, latin, own, rareSlice })
  const layout = description === undefined ? formLayout : readLayout(textOf(description), 'in the bucket')
  const prepare = composerOf(fonts, layout)
  // Ours is known to fit; another is tried before anybody is let in.
  if (layout !== formLayout) await prepare()
  return {
    composer: { compose: async (content) => (await prepare()).compose(content) },
    missingCharacters: missingCharacters(fonts),
    fonts,
    layout,
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Preparing the form takes longer than most requests; only those that compose one wait for it. */
const composerOf = (fonts: FormFonts, layout: FormLayout): (() => Promise<FormComposer>) => {
  let composer: FormComposer | undefined
  return async () => {
    const { formComposer } = await import('../../adapters/pdf/formComposer.ts')
    composer ??= formComposer(fonts, layout)
    return composer
  }
}
