import { expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { jsonLog } from '../../src/host/log.ts'

const written = (fields: object): string => {
  const lines: string[] = []
  jsonLog(
    (line) => lines.push(line),
    () => new Date('2026-11-23T08:00:00Z'),
  ).error(fields, 'the turn was not stored')
  expect(lines).toHaveLength(1)
  return lines.join()
}

it('writes one line of JSON with time, level and sentence', () => {
  expect(JSON.parse(written({ id: 'x' }))).toEqual({
    time: '2026-11-23T08:00:00.000Z',
    level: 'error',
    message: 'the turn was not stored',
    id: 'x',
  })
})

it('never repeats what a library quoted in its message, also not from a cause', () => {
  const quoting = Object.assign(new Error('invalid input: 11010519491231002X'), {
    code: '22P02',
    detail: '张三',
  })
  const line = written({ err: new Fault('alert', 'the database refused a value', { cause: quoting }) })
  expect(line).not.toMatch(/11010519491231002X|张三/u)
  expect(line).toContain('the database refused a value')
  expect(line).toContain('22P02')
})
