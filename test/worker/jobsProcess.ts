import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface JobsProcess {
  readonly log: () => string
  /** Resolves with its exit code. */
  stop(): Promise<number | null>
}

/** Starts what `npm run jobs` runs, and waits until it takes jobs. */
export const startJobs = async (environment: Readonly<Record<string, string>>): Promise<JobsProcess> => {
  const child = spawn(process.execPath, ['dist/jobs.js'], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the jobs ended with ${code}:\n${log}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('Ctrl+C')) resolve()
    })
  })
  return {
    log: () => log,
    stop: async () => {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
      return child.exitCode
    },
  }
}
