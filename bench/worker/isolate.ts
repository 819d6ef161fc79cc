import { chmod, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const requireOfWrangler = createRequire(createRequire(import.meta.url).resolve('wrangler'))

/** Has every workerd that is started from now on answer a debugger, which the test harness does not ask for. */
export const openToDebuggers = async (folder: string): Promise<void> => {
  const { default: binary } = requireOfWrangler('workerd') as { readonly default: string }
  const path = `${folder}/workerd`
  await writeFile(path, `#!/bin/sh\nshift\nexec '${binary}' serve --inspector-addr=127.0.0.1:0 "$@"\n`)
  await chmod(path, 0o755)
  process.env['MINIFLARE_WORKERD_PATH'] = path
}

/** An isolate that is busy answers when it is done, one that is gone never. */
const patienceMs = 30_000

/** The isolate that runs the Worker, as its debugger sees it. */
export interface Isolate {
  /** Megabytes: the JavaScript heap with its garbage, and every buffer outside it, WebAssembly's memory among them. */
  usedMb(): Promise<number>
  /** The same after V8 has collected the garbage. */
  keptMb(): Promise<number>
  close(): void
}

/** Among the processes of these ids, the isolate whose debugger's name ends so. */
export const findIsolate = async (pids: readonly string[], name: string): Promise<Isolate> => {
  const ports = (await Promise.all(pids.map(portsOf))).flat()
  const lists = await Promise.all(ports.map(targetsAt))
  const target = lists.flat().find(({ id }) => id.endsWith(name))
  if (!target)
    throw new Error(
      `no isolate ${name} among ${lists
        .flat()
        .map(({ id }) => id)
        .join()}`,
    )
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  const waiting = new Map<number, (result: unknown) => void>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { readonly id?: number; readonly result: unknown }
    if (id === undefined) return
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  await new Promise((opened, failed) => {
    socket.addEventListener('open', opened)
    socket.addEventListener('error', () => failed(new Error('the debugger does not answer')))
  })
  let last = 0
  const ask = async (method: string): Promise<unknown> => {
    const id = (last += 1)
    return new Promise((answer, fail) => {
      const patience = setTimeout(() => fail(new Error(`the debugger does not answer ${method}`)), patienceMs)
      waiting.set(id, (result) => {
        clearTimeout(patience)
        answer(result)
      })
      socket.send(JSON.stringify({ id, method }))
    })
  }
  const usedMb = async (): Promise<number> => {
    const usage = (await ask('Runtime.getHeapUsage')) as HeapUsage
    return (usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize) / 1e6
  }
  return {
    usedMb,
    async keptMb() {
      await ask('HeapProfiler.collectGarbage')
      return usedMb()
    },
    close: () => socket.close(),
  }
}

/** Chrome DevTools Protocol, `Runtime.getHeapUsage`; bytes. */
interface HeapUsage {
  readonly usedSize: number
  readonly embedderHeapUsedSize: number
  readonly backingStorageSize: number
}

interface Target {
  readonly id: string
  readonly webSocketDebuggerUrl: string
}

const targetsAt = async (port: number): Promise<readonly Target[]> => {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined)
  const text = (await answer?.text()) ?? ''
  return text.startsWith('[') ? (JSON.parse(text) as Target[]) : []
}

/** On which TCP ports a process listens, from proc(5). */
const portsOf = async (pid: string): Promise<readonly number[]> => {
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map(async (fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  )
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? []))
  const listening = '0A'
  return (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/u)
    return state === listening && inodes.has(inode) ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : []
  })
}
