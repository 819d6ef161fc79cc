import { readdir, readFile, writeFile } from 'node:fs/promises'

/** What this process and those it started have cost, and may go on costing. */
export interface TreeCost {
  readonly cpuMs: number
  /** The most that was resident at once since `forgetPeaks`, in megabytes: here, and in each of the others. */
  readonly peakMB: number
  readonly helperMB: number
}

/** Linux counts the time of others in hundredths of a second. */
const tickMs = 10

const statOf = async (pid: number): Promise<readonly string[] | undefined> => {
  try {
    // The name in brackets may hold anything.
    return (await readFile(`/proc/${pid}/stat`, 'latin1')).replace(/^.*\) /s, '').split(' ')
  } catch {
    return undefined
  }
}

const startedByThis = async (): Promise<readonly number[]> => {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  const stats = await Promise.all(
    pids.map(async (pid) => ({ pid, parent: Number((await statOf(pid))?.[1]) })),
  )
  return stats.filter(({ parent }) => parent === process.pid).map(({ pid }) => pid)
}

const cpuMsOf = async (pid: number): Promise<number> => {
  const stat = await statOf(pid)
  return (Number(stat?.[11] ?? 0) + Number(stat?.[12] ?? 0)) * tickMs
}

const peakOf = async (pid: number): Promise<number> => {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'latin1')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Linux only: elsewhere what others cost is not counted, and the peak is that of the whole run. */
export const treeCost = async (): Promise<TreeCost> => {
  const { user, system } = process.cpuUsage()
  const own = (user + system) / 1000
  if (process.platform !== 'linux') {
    return { cpuMs: own, peakMB: process.resourceUsage().maxRSS / 1024, helperMB: 0 }
  }
  const others = await startedByThis()
  const [times, peak, peaks] = await Promise.all([
    Promise.all(others.map(cpuMsOf)),
    peakOf(process.pid),
    Promise.all(others.map(peakOf)),
  ])
  return { cpuMs: own + sum(times), peakMB: peak, helperMB: sum(peaks) }
}

/** Lets the peaks be counted from what is resident now (proc(5), clear_refs). */
export const forgetPeaks = async (): Promise<void> => {
  if (process.platform !== 'linux') return
  const pids = [process.pid, ...(await startedByThis())]
  await Promise.allSettled(pids.map((pid) => writeFile(`/proc/${pid}/clear_refs`, '5')))
}
