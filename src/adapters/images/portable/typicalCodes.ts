/** The typical Huffman tables of ITU-T T.81, K.3.3: numbers of codes of 1 to 16 bits, then symbols, in hexadecimal. */
const lightDc = ['00010501010101010100000000000000', '000102030405060708090a0b']
const lightAc = [
  '0002010303020403050504040000017d',
  '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728',
  '292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83848586878889',
  '8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2',
  'e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
]
const colourDc = ['00030101010101010101010000000000', '000102030405060708090a0b']
const colourAc = [
  '00020102040403040705040400010277',
  '000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a26',
  '2728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a828384858687',
  '88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da',
  'e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
]

const bytesOf = (hexadecimal: readonly string[]): readonly number[] =>
  (hexadecimal.join('').match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))

/** By symbol: the length of its code × 65,536 + its bits (annex C). */
const codesOf = (hexadecimal: readonly string[]): Uint32Array => {
  const table = bytesOf(hexadecimal)
  const codes = new Uint32Array(256)
  let code = 0
  let at = 16
  for (let length = 1; length <= 16; length++, code <<= 1)
    for (let left = table[length - 1] ?? 0; left > 0; left--)
      codes[table[at++] ?? 0] = (length << 16) | code++
  return codes
}

export const dcCodes = { light: codesOf(lightDc), colour: codesOf(colourDc) } as const
export const acCodes = { light: codesOf(lightAc), colour: codesOf(colourAc) } as const

/** As a segment defines them: light as tables 0, colour as tables 1 (B.2.4.2). */
export const typicalTables: readonly number[] = [
  0x00,
  ...bytesOf(lightDc),
  0x10,
  ...bytesOf(lightAc),
  0x01,
  ...bytesOf(colourDc),
  0x11,
  ...bytesOf(colourAc),
]
