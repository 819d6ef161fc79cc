import * as fc from 'fast-check'

/**
 * Whatever a chat may deliver: any code points, lone surrogates and invisible characters among them. (fast-check's own
 * `unit: 'binary'` takes most of a second to build in every file.)
 */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x7f }),
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0, max: 0x10ffff }),
      fc.constantFrom(0x200b, 0x200d, 0x202e, 0x3000, 0xfeff, 0x0301, 0x0085, 0x00b7, 0xff10),
    ),
  )
  .map((codes) => String.fromCodePoint(...codes))
