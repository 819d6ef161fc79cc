import { readdir, readFile } from 'node:fs/promises'

/** What the operating system says of every workerd that this process started. Linux alone tells it. */
export interface Workerd {
  readonly pids: readonly string[]
  /** Milliseconds of processor time so far, of all its threads. */
  cpuMs(): Promise<number>
  /** Megabytes of memory in use now. */
  residentMb(): Promise<number>
}

/** USER_HZ, which Linux has fixed for what it tells programs. */
const ticksPerSecond = 100

export const findWorkerd = async (): Promise<Workerd> => {
  const pids = await childrenNamed('workerd')
  const sumOf = async (tell: (pid: string) => Promise<number>): Promise<number> =>
    (await Promise.all(pids.map(tell))).reduce((sum, value) => sum + value, 0)
  const residentMb = async (): Promise<number> =>
    sumOf(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8')
      return Number(/^VmRSS:\s+(\d+) kB/mu.exec(status)?.[1]) / 1024
    })
  return {
    pids,
    residentMb,
    cpuMs: async () =>
      sumOf(async (pid) => {
        const { fields } = parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'))
        return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
      }),
  }
}

const childrenNamed = async (wanted: string): Promise<readonly string[]> => {
  const children: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/u.test(pid)) continue
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
    if (stat === undefined) continue
    const { name, fields } = parseStat(stat)
    if (name === wanted && Number(fields[1]) === process.pid) children.push(pid)
  }
  if (children.length === 0) throw new Error(`this process has no child ${wanted}`)
  return children
}

/** The fields that follow the name, which may hold anything, in proc(5)'s order: the state is the first. */
const parseStat = (stat: string): { readonly name: string; readonly fields: readonly string[] } => {
  const end = stat.lastIndexOf(')')
  return { name: stat.slice(stat.indexOf('(') + 1, end), fields: stat.slice(end + 2).split(' ') }
}
