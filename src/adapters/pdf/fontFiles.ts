import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Fault } from '../../core/fault.ts'
import { openFormFonts, type FormFonts } from './formFonts.ts'

const files = {
  sans: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  latin: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
} as const

/** The form's fonts as they come through npm. Throws Fault `alert`, naming the file, when one cannot be read. */
export const readFormFonts = async (): Promise<FormFonts> => {
  const [sans, latin] = await Promise.all([readPackaged(files.sans), readPackaged(files.latin)])
  return openFormFonts({ sans, latin })
}

const readPackaged = async (specifier: string): Promise<Uint8Array> => {
  try {
    return await readFile(createRequire(import.meta.url).resolve(specifier))
  } catch (cause) {
    throw new Fault('alert', `The font ${specifier} cannot be read; run npm ci`, { cause })
  }
}
