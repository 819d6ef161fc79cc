import { BlockList, isIPv4 } from 'node:net'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMetadataAddress, isOwnAddress, isPublicAddress } from '../../src/core/publicAddress.ts'

describe('isPublicAddress', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.0',
    '2400:3200::1',
    '[2606:4700::1111]',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('takes %s', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    'fe80::1',
    'fd00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::10.0.0.1',
    '2001:0:4136:e378::1',
    '2001:db8::1',
    '2002:7f00:1::',
  ])('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false))

  it.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.256',
    ':::1',
    '1::2::3',
    '1:2:3:4:5:6:7',
    'fe80::1%eth0',
    '12345::',
  ])('takes %j for no address', (text) => expect(isPublicAddress(text)).toBe(false))

  it('agrees with Node about any address in any block', () => {
    const private4 = new BlockList()
    for (const [net, bits] of [
      ['0.0.0.0', 8],
      ['10.0.0.0', 8],
      ['100.64.0.0', 10],
      ['127.0.0.0', 8],
      ['169.254.0.0', 16],
      ['172.16.0.0', 12],
      ['192.0.0.0', 24],
      ['192.0.2.0', 24],
      ['192.88.99.0', 24],
      ['192.168.0.0', 16],
      ['198.18.0.0', 15],
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
    ] as const)
      private4.addSubnet(net, bits)
    const private6 = new BlockList()
    for (const [net, bits] of [
      ['2001::', 23],
      ['2001:db8::', 32],
      ['2002::', 16],
      ['3fff::', 20],
    ] as const)
      private6.addSubnet(net, bits, 'ipv6')
    const global6 = new BlockList()
    global6.addSubnet('2000::', 3, 'ipv6')
    const group = fc.nat({ max: 0xffff })
    // below 100:: lie the addresses that stand for another
    const first = fc.integer({ min: 0x100, max: 0xffff })
    const six = fc
      .tuple(
        fc.oneof(first, fc.constantFrom(0x2001, 0x2002, 0x3fff)),
        fc.array(group, { minLength: 7, maxLength: 7 }),
      )
      .map(([head, rest]) => [head, ...rest].map((part) => part.toString(16)).join(':'))
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), six), (address) => {
        const expected = isIPv4(address)
          ? !private4.check(address)
          : global6.check(address, 'ipv6') && !private6.check(address, 'ipv6')
        expect(isPublicAddress(address)).toBe(expected)
      }),
    )
  })
})

describe('isOwnAddress', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '::',
    '[::]',
    '::ffff:0.0.0.0',
  ])('knows %s', (address) => expect(isOwnAddress(address)).toBe(true))
  it.each(['10.0.0.1', 'localhost', '8.8.8.8', '::2', '1::', '128.0.0.1'])(
    'takes %s for another',
    (address) => expect(isOwnAddress(address)).toBe(false),
  )
})

describe('isMetadataAddress', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.23',
    '::ffff:169.254.169.254',
    '[fe80::1]',
    'febf::1',
    '100.100.100.200',
    'fd00:ec2::254',
  ])('knows %s', (address) => expect(isMetadataAddress(address)).toBe(true))
  it.each(['10.0.0.1', '169.253.1.1', '100.100.100.201', 'fec0::1', 'fd00::1', 'metadata'])(
    'takes %s for another',
    (address) => expect(isMetadataAddress(address)).toBe(false),
  )
})
