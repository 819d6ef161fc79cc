import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isCode } from '../postgres/systemError.ts'

/** Writes a new file that its owner alone can read, on the disk when this returns; its name is, after `syncFolder`. */
export const writeDurably = async (path: string, content: Uint8Array | string): Promise<void> => {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes names that were created, renamed or removed in a folder survive a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Makes a folder and those above it; one that is there is left as it is. Returns whether it was made. Node's own
 * recursive `mkdir` never returns where a file system refuses new folders by saying that a parent is missing (/proc).
 */
export const makeFolder = async (folder: string, mode = 0o777): Promise<boolean> => {
  try {
    return await makeOne(folder, mode)
  } catch (error) {
    if (!isCode(error, 'ENOENT') || dirname(folder) === folder) throw error
  }
  await makeFolder(dirname(folder), mode)
  return makeOne(folder, mode)
}

const makeOne = async (folder: string, mode: number): Promise<boolean> => {
  try {
    await mkdir(folder, { mode })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST') && (await stat(folder)).isDirectory()) return false
    throw error
  }
}
