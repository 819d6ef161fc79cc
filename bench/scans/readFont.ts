import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseTrueType, type TrueType } from '../../src/adapters/pdf/trueType.ts'

/** A font that comes through npm, by its path under `@expo-google-fonts`, as TrueType. */
export const readFont = async (path: string): Promise<TrueType> => {
  const file = fileURLToPath(import.meta.resolve(`@expo-google-fonts/${path}`))
  return parseTrueType(await readFile(file), path)
}
