import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface RunningService {
  readonly chat: string
  readonly desk: string
  readonly inbox: string | undefined
  /** The first reviewer's, when this start made one. */
  readonly reviewer: { readonly email: string; readonly password: string } | undefined
  /** What the process has written to its log. */
  readonly log: () => string
  /** kill -9, as a crash. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts the built service as `npm start` does, on a free port, and waits until it names its addresses. */
export const startService = async (
  environment: Readonly<Record<string, string>>,
): Promise<RunningService> => {
  const child = spawn(process.execPath, ['dist/node.js'], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const lines: string[] = []
  const named = (name: string): string | undefined =>
    lines
      .map((line) => new RegExp(`^\\s*${name}\\s+(\\S+)`, 'u').exec(line)?.[1])
      .find((value) => value !== undefined)

  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`the service ended with ${code}:\n${lines.join('\n')}\n${log}`)),
    )
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      if (line.includes('Ctrl+C')) resolve()
    })
  })
  const chat = named('Chat')
  const desk = named('Desk')
  if (chat === undefined || desk === undefined) throw new Error(`no addresses in:\n${lines.join('\n')}`)
  const email = named('Reviewer')
  const password = named('Password')
  return {
    chat,
    desk,
    inbox: named('Local inbox'),
    reviewer: email === undefined || password === undefined ? undefined : { email, password },
    log: () => log,
    kill: async () => end(child, 'SIGKILL'),
    stop: async () => end(child, 'SIGTERM'),
  }
}

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
