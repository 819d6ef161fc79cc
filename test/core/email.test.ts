import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { anyText } from './anyText.ts'
import { maskEmail, parseEmail } from '../../src/core/email.ts'

describe('parseEmail', () => {
  test.each([
    ['zhang.san@example.com', 'zhang.san@example.com'],
    [' Zhang.San＠Example．COM ', 'Zhang.San@example.com'],
    ['a+b_c@mail。example。cn', 'a+b_c@mail.example.cn'],
    ['1234567@qq.com', '1234567@qq.com'],
    ["o'brien@x-y.ie", "o'brien@x-y.ie"],
    ['a@清华大学.中国', 'a@清华大学.中国'],
    ['a@xn--fiqs8s.xn--fiqs8s', 'a@xn--fiqs8s.xn--fiqs8s'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
    ['', { kind: 'required' }],
    ['example.com', { kind: 'email' }],
    ['@example.com', { kind: 'email' }],
    ['a@', { kind: 'email' }],
    ['a@b', { kind: 'email' }],
    ['a@b@c.cn', { kind: 'email' }],
    ['.a@b.cn', { kind: 'email' }],
    ['a.@b.cn', { kind: 'email' }],
    ['a..b@b.cn', { kind: 'email' }],
    ['a b@b.cn', { kind: 'email' }],
    ['"a b"@b.cn', { kind: 'email' }],
    ['张三@b.cn', { kind: 'email' }],
    ['a@-b.cn', { kind: 'email' }],
    ['a@b-.cn', { kind: 'email' }],
    ['a@b..cn', { kind: 'email' }],
    ['a@b.cn.', { kind: 'email' }],
    ['a@b_c.cn', { kind: 'email' }],
    ['a@127.0.0.1', { kind: 'email' }],
    ['a@[127.0.0.1]', { kind: 'email' }],
    ['a@b.cn\nBcc: c@d.cn', { kind: 'email' }],
    ['a@b.cn, c@d.cn', { kind: 'email' }],
    [`${'a'.repeat(65)}@example.com`, { kind: 'email' }],
    [`a@${'b'.repeat(64)}.cn`, { kind: 'email' }],
    [`a@${'清'.repeat(21)}.cn`, { kind: 'email' }],
    [`a@${'b.'.repeat(126)}cn`, { kind: 'tooLong', max: 254 }],
  ])('%j gives %j', (typed, expected) => {
    const result = parseEmail(typed)
    expect(result.ok ? result.value : result.problem).toEqual(expected)
  })

  test('accepts ordinary addresses, and its own result', () => {
    const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/)
    const address = fc
      .tuple(
        fc.stringMatching(/^[\w+-]{1,20}(?:\.[\w+-]{1,20})?$/),
        fc.array(label, { minLength: 1, maxLength: 4 }),
      )
      .map(([local, labels]) => `${local}@${labels.join('.')}.cn`)
    fc.assert(
      fc.property(address, (address) => {
        expect(parseEmail(address)).toEqual({ ok: true, value: address })
      }),
    )
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const first = parseEmail(address)
        expect(first.ok).toBe(true)
        expect(first.ok && parseEmail(first.value)).toEqual(first)
      }),
    )
  })

  test('lets no space, control character or second @ through', () => {
    fc.assert(
      fc.property(anyText, anyText, (local, domain) => {
        const result = parseEmail(`${local}@${domain}.cn`)
        expect(!result.ok || /^[!-?A-~]+@[^\s\p{C}@]+$/u.test(result.value)).toBe(true)
      }),
    )
  })

  test('takes a hostile text in its stride', () => {
    expect(parseEmail(`${'a.'.repeat(50_000)}@${'b-'.repeat(50_000)}`).ok).toBe(false)
  })
})

describe('maskEmail', () => {
  test('keeps the first character and the domain', () => {
    expect(maskEmail('zhang.san@example.com')).toBe('z***@example.com')
    expect(maskEmail('z@example.com')).toBe('z***@example.com')
    expect(maskEmail('no address')).toBe('***')
  })
})
