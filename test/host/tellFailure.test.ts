import { expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { tellFailure } from '../../src/host/tellFailure.ts'

const told = (error: unknown) => {
  const lines: string[] = []
  const logged: object[] = []
  tellFailure(error, { say: (line) => lines.push(line), log: { error: (fields) => logged.push(fields) } })
  return { lines, logged }
}
const systemError = Object.assign(new Error('EROFS: 张三'), { code: 'EROFS' })

it('says the sentence of a Fault, and the code at the bottom of it, and nothing that an error quotes', () => {
  const fault = new Fault('alert', 'Mend it.', { cause: new Fault('retry', 'inner', { cause: systemError }) })
  expect(told(fault)).toEqual({ lines: ['Mend it. (EROFS)'], logged: [] })
  expect(told(new Fault('alert', 'Mend EROFS.', { cause: systemError })).lines).toEqual(['Mend EROFS.'])
})

it('logs what nobody foresaw, and says none of its words', () => {
  expect(told(systemError)).toEqual({ lines: [], logged: [{ err: systemError }] })
})
