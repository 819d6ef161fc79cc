/**
 * Whether an IP address, in any notation that a resolver or a URL gives, can be one of the public internet's. All that
 * IANA's special-purpose registries (RFC 6890) keep for other uses is not: loopback, private and link-local networks,
 * among them the metadata services of clouds. What is no address is not.
 */
export const isPublicAddress = (address: string): boolean => {
  const four = parseIpv4(address)
  if (four !== undefined) return isPublicIpv4(four)
  const six = parseIpv6(address)
  if (six === undefined) return false
  const embedded = embeddedIpv4(six)
  return embedded === undefined
    ? inBlock(six, global, 128) && !reservedSix.some((block) => inBlock(six, block, 128))
    : isPublicIpv4(embedded)
}

/** Whether it is this machine's own: loopback, and the address of no host (`0.0.0.0`, `::`), which Linux takes for it. */
export const isOwnAddress = (address: string): boolean => isIn(address, ownBlocks)

/** Whether clouds serve a machine's own credentials there: link-local networks, and what some have besides. */
export const isMetadataAddress = (address: string): boolean => isIn(address, metadataBlocks)

/** First address, and how many bits of it count. */
type Block = readonly [bigint, number]

const inBlock = (address: bigint, [first, bits]: Block, width: number): boolean =>
  address >> BigInt(width - bits) === first >> BigInt(width - bits)

/** Also what is mapped into IPv6. */
const isIn = (address: string, [fours, sixes]: readonly [readonly Block[], readonly Block[]]): boolean => {
  const six = parseIpv6(address)
  const four = parseIpv4(address) ?? (six === undefined ? undefined : embeddedIpv4(six))
  if (four !== undefined) return fours.some((block) => inBlock(four, block, 32))
  return six !== undefined && sixes.some((block) => inBlock(six, block, 128))
}

const isPublicIpv4 = (address: bigint): boolean => !reservedFour.some((block) => inBlock(address, block, 32))

const parseIpv4 = (text: string): bigint | undefined => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u.exec(text)?.slice(1).map(Number)
  if (!parts || parts.some((part) => part > 255)) return undefined
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

/** RFC 4291, section 2.2, with or without brackets; a zone (`%eth0`) makes it no address. */
const parseIpv6 = (text: string): bigint | undefined => {
  const plain = /^\[?([\da-f:.]+)\]?$/iu.exec(text)?.[1]
  const [head = '', tail, ...more] = plain?.split('::') ?? []
  if (!plain?.includes(':') || more.length > 0) return undefined
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  if (!before || !after) return undefined
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...before, ...Array.from({ length: missing }, () => 0n), ...after].reduce(
    (value, group) => (value << 16n) | group,
    0n,
  )
}

const groupsOf = (text: string): bigint[] | undefined => {
  if (text === '') return []
  const groups: bigint[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const four = index === parts.length - 1 ? parseIpv4(part) : undefined
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn)
    else if (/^[\da-f]{1,4}$/iu.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}

/** IPv4-mapped (RFC 4291) and NAT64 (RFC 6052): what such an address really reaches. */
const embeddedIpv4 = (address: bigint): bigint | undefined =>
  [0xffffn << 32n, 0x64ff9bn << 96n].some((prefix) => inBlock(address, [prefix, 96], 128))
    ? address & 0xffffffffn
    : undefined

const block = (text: string): Block => {
  const [address = '', bits] = text.split('/')
  return [parseIpv4(address) ?? parseIpv6(address) ?? 0n, Number(bits)]
}

const ownBlocks = [['127.0.0.0/8', '0.0.0.0/8'].map(block), ['::1/128', '::/128'].map(block)] as const

/** The last of each: Alibaba Cloud, AWS. */
const metadataBlocks = [
  ['169.254.0.0/16', '100.100.100.200/32'].map(block),
  ['fe80::/10', 'fd00:ec2::254/128'].map(block),
] as const

const reservedFour = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map(block)

/** Global unicast; of it, protocol assignments (Teredo among them), documentation and 6to4 are no public hosts. */
const global = block('2000::/3')
const reservedSix = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(block)
