import { qrModules, type QrModules } from './qrModules.ts'

/**
 * The QR symbols of links that differ in their last digits alone.
 *
 * With version, level, mask and segments the same, a symbol is linear in its data bits over GF(2): Reed–Solomon codes
 * are, and masking adds a constant. So the symbol of a number is that of zero, plus what each of its set bits turns
 * over. A document pays for learning at most one of these, and once all are known a symbol costs next to nothing; the
 * encoder would take as long as all the rest of the document.
 */
export const linkSymbols = (): ((link: string) => QrModules) => {
  const learnt = new Map<string, Map<string, QrModules>>()
  return (link) => {
    const [, base, number] = /^(.*\D)(\d{3,})$/s.exec(link) ?? []
    if (base === undefined || number === undefined) return qrModules(link)
    const key = `${base}${number.length}`
    const symbols = learnt.get(key)
    if (symbols !== undefined) return symbolOf(symbols, base, number)
    // Addresses come from the configuration: two at most, the chat service's and the web chat's.
    if (learnt.size >= 4) learnt.clear()
    learnt.set(key, new Map())
    return qrModules(link)
  }
}

/** `symbols` are those of zero and of numbers with one set bit, as far as they are learnt. */
const symbolOf = (symbols: Map<string, QrModules>, base: string, number: string): QrModules => {
  const zero = '0'.repeat(number.length)
  const bits = setBits(number)
  const unknown = [zero, ...bits].find((part) => !symbols.has(part))
  if (unknown !== undefined) symbols.set(unknown, qrModules(base + unknown))
  const parts = bits.map((bit) => symbols.get(bit))
  const constant = symbols.get(zero)
  if (constant === undefined || !parts.every((part) => part !== undefined)) return qrModules(base + number)
  // Each part brings the constant along, so an even number of them needs it once more.
  return added(parts.length % 2 === 0 ? [...parts, constant] : parts, constant.size)
}

const added = (symbols: readonly QrModules[], size: number): QrModules => {
  const dark = new Uint8Array(size * size)
  for (const symbol of symbols)
    for (let at = 0; at < dark.length; at++) dark[at] = (dark[at] ?? 0) ^ (symbol.dark[at] ?? 0)
  return { size, dark }
}

/** The numbers of one set bit that make up a number: numeric mode packs three digits in ten bits (ISO/IEC 18004, 7.4.3). */
const setBits = (number: string): readonly string[] => {
  const bits: string[] = []
  for (let at = 0; at < number.length; at += 3) {
    const digits = number.slice(at, at + 3)
    const value = Number(digits)
    const after = '0'.repeat(number.length - at - digits.length)
    for (let bit = 1; bit <= value; bit *= 2)
      if (value & bit) bits.push(`${'0'.repeat(at)}${String(bit).padStart(digits.length, '0')}${after}`)
  }
  return bits
}
