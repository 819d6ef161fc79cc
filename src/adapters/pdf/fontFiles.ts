import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Fault } from '../../core/fault.ts'
import { openFormFonts, type FormFonts } from './formFonts.ts'
import { rareSliceFile, type RareSlice } from './rareSlices.ts'

const files = {
  sans: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  latin: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
} as const

/**
 * The form's fonts as they come through npm, and the operator's own for characters that neither has, by its path.
 * Throws Fault `alert`, naming the file, when one cannot be read.
 */
export const readFormFonts = async (ownPath?: string): Promise<FormFonts> => {
  const [sans, latin, own] = await Promise.all([
    readPackaged(files.sans),
    readPackaged(files.latin),
    ownPath === undefined ? undefined : readFont(ownPath, 'is there such a file?'),
  ])
  return openFormFonts({ sans, latin, own, rareSlice: readRareSlice })
}

/** A slice as TrueType. */
export const readRareSlice = async (slice: RareSlice): Promise<Uint8Array> => {
  // Half a million bytes of decoder, for the few forms that need it.
  const { default: decompress } = await import('woff2-encoder/decompress')
  return decompress(await readPackaged(rareSliceFile(slice)))
}

const readPackaged = async (specifier: string): Promise<Uint8Array> => {
  let path: string
  try {
    path = createRequire(import.meta.url).resolve(specifier)
  } catch (cause) {
    throw new Fault('alert', `The font ${specifier} is not installed; run npm ci`, { cause })
  }
  return readFont(path, 'run npm ci')
}

const readFont = async (path: string, remedy: string): Promise<Uint8Array> => {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new Fault('alert', `The font ${path} cannot be read; ${remedy}`, { cause })
  }
}
