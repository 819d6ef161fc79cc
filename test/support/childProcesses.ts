import { readdir, readFile } from 'node:fs/promises'

/** The processes that this one started and whose command names `part`, by their ids. */
export const childProcesses = async (part: string): Promise<readonly number[]> => {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name))
  const found = await Promise.all(
    ids.map(async (id) => {
      try {
        const [status, command] = await Promise.all([
          readFile(`/proc/${id}/status`, 'utf8'),
          readFile(`/proc/${id}/cmdline`, 'utf8'),
        ])
        return /^PPid:\t(\d+)$/mu.exec(status)?.[1] === String(process.pid) && command.includes(part)
          ? [Number(id)]
          : []
      } catch (error) {
        // It ended meanwhile.
        if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))
          return []
        throw error
      }
    }),
  )
  return found.flat()
}
