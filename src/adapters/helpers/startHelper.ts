import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Helper, Serializable } from './killableHelper.ts'

/**
 * A process for work on bytes that nobody can trust, which answers by `serveRequests`. It can be ended while it is
 * inside native code, and all the memory it took goes with it. It is given nothing of the environment, and what it
 * prints goes nowhere: both could carry what must not leave.
 */
export const startHelper = (
  file: URL,
  { args = [], heapMb }: { readonly args?: readonly string[]; readonly heapMb: number },
): Helper => {
  const child = fork(file, args, {
    // glibc keeps freed memory for each thread apart: here a third of it all.
    env: { MALLOC_ARENA_MAX: '1' },
    execArgv: ['--expose-gc', `--max-old-space-size=${heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const exited = new Promise<number>((resolve) => {
    child.on('exit', (code) => resolve(code ?? 0))
    // One that could not be started never exits.
    child.on('error', () => child.pid === undefined && resolve(0))
  })
  const helper = new EventEmitter()
  const lose = (cause: Error): void => {
    // Without a listener an 'error' would be thrown: by then nobody waits for this process any more.
    if (helper.listenerCount('error') > 0) helper.emit('error', cause)
  }
  child.on('message', (message) => helper.emit('message', message))
  child.on('error', lose)
  child.on('exit', () => lose(new Error('the process ended')))

  return Object.assign(helper, {
    send: (message: Serializable) => {
      child.send(message, (cause) => cause && lose(cause))
    },
    terminate: () => {
      child.ref()
      child.kill('SIGKILL')
      return exited
    },
    ref: () => {
      child.ref()
      child.channel?.ref()
    },
    unref: () => {
      child.unref()
      child.channel?.unref()
    },
  })
}
