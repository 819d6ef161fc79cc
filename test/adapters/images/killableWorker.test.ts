import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { createKillableWorker, type KillableWorker } from '../../../src/adapters/images/killableWorker.ts'

/** Answers a number with its double; other words say what to do instead. */
const thread = `
  const { parentPort } = require('node:worker_threads')
  let answered = 0
  parentPort.on('message', (request) => {
    if (request === 'hang') for (;;);
    if (request === 'crash') throw new Error('crashed')
    if (request === 'leak') for (const all = [];;) all.push(new Array(1000).fill(all.length))
    if (request === 'exit') process.exit(0)
    parentPort.postMessage(request === 'count' ? answered : request * 2)
    answered++
  })
  parentPort.postMessage('ready')
`

describe('createKillableWorker', () => {
  const opened: KillableWorker<number | string, number>[] = []
  const open = (code = thread, deadlineMs = 60_000) => {
    let started = 0
    const worker = createKillableWorker<number | string, number>({
      deadlineMs,
      start: () => {
        started++
        return Promise.resolve(
          new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } }),
        )
      },
    })
    opened.push(worker)
    return { worker, started: () => started }
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((worker) => worker.close()))
  })

  test('answers each request with its own reply, from one thread', async () => {
    const { worker, started } = open()
    const numbers = Array.from({ length: 20 }, (_, index) => index)
    expect(await Promise.all(numbers.map((number) => worker.ask(number)))).toEqual(
      numbers.map((number) => number * 2),
    )
    expect(await worker.ask('count')).toBe(20)
    expect(started()).toBe(1)
  })

  test('ends a thread that hangs, and answers those that waited behind it from a new one', async () => {
    const { worker, started } = open(thread, 300)
    const answers = [worker.ask(1), worker.ask('hang'), worker.ask(3)]
    expect(await Promise.all(answers)).toEqual([2, undefined, 6])
    expect(started()).toBe(2)
  })

  test.each(['crash', 'leak', 'exit'])('survives a thread that meets a %s', async (end) => {
    const { worker } = open()
    expect(await Promise.all([worker.ask(end), worker.ask(4)])).toEqual([undefined, 8])
  })

  test('gives each request a thread of its own where that is asked, one after another', async () => {
    const started: Worker[] = []
    const worker = createKillableWorker<number | string, number>({
      deadlineMs: 60_000,
      once: true,
      start: async () => {
        const one = new Worker(thread, { eval: true })
        started.push(one)
        return one
      },
    })
    opened.push(worker)
    expect(await Promise.all([worker.ask(1), worker.ask('count'), worker.ask(3)])).toEqual([2, 0, 6])
    await worker.close()
    expect(started.map(({ threadId }) => threadId)).toEqual([-1, -1, -1])
  })

  test('throws a Fault when no thread starts, and tries again next time', async () => {
    const { worker, started } = open(`throw new Error('no such module')`)
    await expect(worker.ask(1)).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
    await expect(worker.ask(1)).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
    expect(started()).toBe(2)
  })

  test('answers what waits before it closes, and nothing after', async () => {
    const { worker } = open()
    const answer = worker.ask(5)
    await worker.close()
    expect(await answer).toBe(10)
    await expect(worker.ask(6)).rejects.toMatchObject({ name: 'Fault' })
  })
})
