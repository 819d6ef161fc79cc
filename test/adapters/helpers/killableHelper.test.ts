import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import {
  killableHelper,
  type Helper,
  type KillableHelper,
} from '../../../src/adapters/helpers/killableHelper.ts'
import { startHelper } from '../../../src/adapters/helpers/startHelper.ts'
import { temporaryFolder } from '../../support/temporaryFolder.ts'

const folder = await temporaryFolder()
afterAll(() => folder.remove())

const serving = new URL('../../../src/adapters/helpers/serveRequests.ts', import.meta.url).href
/** Answers a number with its double; other words say what to do instead. */
const program = `
  import { serveRequests } from '${serving}'
  let answered = 0
  serveRequests(async (request) => {
    if (request === 'hang') for (;;);
    if (request === 'crash') throw new Error('crashed')
    if (request === 'leak') for (const all = [];;) all.push(new Array(1000).fill(all.length))
    if (request === 'exit') process.exit(0)
    if (request === 'environment') return { value: Object.keys(process.env) }
    return { value: request === 'count' ? answered++ : (answered++, request * 2) }
  })
`

interface Reply {
  readonly value: unknown
}

let files = 0
const fileOf = async (code: string): Promise<URL> => {
  const path = join(folder.path, `helper${files++}.mjs`)
  await writeFile(path, code)
  return pathToFileURL(path)
}

describe('killableHelper', () => {
  const opened: KillableHelper<number | string, Reply>[] = []
  const open = async ({
    code = program,
    deadlineMs = 60_000,
    once = false,
    ...practising
  }: {
    code?: string
    deadlineMs?: number
    once?: boolean
    practice?: number | string
  } = {}) => {
    const file = await fileOf(code)
    const started: Helper[] = []
    const helper = killableHelper<number | string, Reply>({
      deadlineMs,
      once,
      ...practising,
      start: async () => {
        const one = startHelper(file, { heapMb: 32 })
        started.push(one)
        return one
      },
    })
    opened.push(helper)
    const ask = async (request: number | string) => (await helper.ask(request))?.value
    return { helper, ask, started }
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((helper) => helper.close()))
  })

  test('answers each request with its own reply, from one process', async () => {
    const { ask, started } = await open()
    const numbers = Array.from({ length: 20 }, (_, index) => index)
    expect(await Promise.all(numbers.map(ask))).toEqual(numbers.map((number) => number * 2))
    expect(await ask('count')).toBe(20)
    expect(started).toHaveLength(1)
  })

  test('gives it nothing of the environment', async () => {
    const { ask } = await open()
    expect(await ask('environment')).not.toContain('PATH')
  })

  test('ends one that hangs, and answers those that waited behind it from a new one', async () => {
    const { ask, started } = await open({ deadlineMs: 1_500 })
    expect(await Promise.all([ask(1), ask('hang'), ask(3)])).toEqual([2, undefined, 6])
    expect(started).toHaveLength(2)
  })

  test.each(['crash', 'leak', 'exit'])('survives one that meets a %s', async (end) => {
    const { ask } = await open()
    expect(await Promise.all([ask(end), ask(4)])).toEqual([undefined, 8])
  })

  test('gives each request a process of its own where that is asked, one after another', async () => {
    const { ask, started } = await open({ once: true })
    expect(await Promise.all([ask(1), ask('count'), ask(3)])).toEqual([2, 0, 6])
    expect(started).toHaveLength(3)
  })

  test('throws a Fault when none starts, and tries again next time', async () => {
    const { helper, started } = await open({ code: `throw new Error('no such module')` })
    await expect(helper.ask(1)).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
    await expect(helper.ask(1)).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
    expect(started).toHaveLength(2)
  })

  test('is ready before the first request where it is kept warm, and has practised', async () => {
    const { helper, ask, started } = await open({ practice: 'count' })
    await helper.warm()
    expect(started).toHaveLength(1)
    expect(await ask('count')).toBe(1)
    expect(started).toHaveLength(1)
  })

  test('is ready again after a request was the end of it, without another request', async () => {
    const { helper, ask, started } = await open()
    await helper.warm()
    expect(await ask('crash')).toBeUndefined()
    await expect.poll(() => started.length).toBe(2)
    expect(await ask('exit')).toBeUndefined()
    await expect.poll(() => started.length).toBe(3)
    expect(await ask(4)).toBe(8)
  })

  test('is not started again and again when it ends by itself', async () => {
    const { helper, ask, started } = await open({ practice: 'exit' })
    await helper.warm()
    // Each request gets one more, and what it leaves behind is one more.
    expect(await ask('count')).toBe(0)
    expect(started).toHaveLength(2)
    expect(await ask('exit')).toBeUndefined()
    await expect.poll(() => started.length).toBe(3)
    await helper.close()
    expect(started).toHaveLength(3)
  })

  test('tells that none starts, at once and with the next request', async () => {
    const { helper, started } = await open({ code: `throw new Error('no such module')` })
    await expect(helper.warm()).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
    await expect(helper.ask(1)).rejects.toMatchObject({ name: 'Fault', kind: 'alert' })
    expect(started).toHaveLength(2)
  })

  test('starts none any more once it is closed', async () => {
    const { helper, ask, started } = await open()
    await helper.warm()
    const answers = [ask(1), ask('crash')]
    await helper.close()
    expect(await Promise.all(answers)).toEqual([2, undefined])
    await helper.warm()
    expect(started).toHaveLength(1)
  })

  test('answers what waits before it closes, and nothing after', async () => {
    const { helper, ask } = await open()
    const answer = ask(5)
    await helper.close()
    expect(await answer).toBe(10)
    await expect(helper.ask(6)).rejects.toMatchObject({ name: 'Fault' })
  })
})
