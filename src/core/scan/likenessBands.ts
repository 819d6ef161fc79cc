/** Bits of a band; a likeness of 256 bits has sixteen of them. */
const bandBytes = 2

/**
 * Two pictures are alike when so many of their sixteen bands are the same to the bit. More than eight, for they are
 * looked up by pairs of neighbouring bands.
 *
 * Saved anew by other programs, and made as small as chat services make them, a picture keeps 10 to 16 of its bands
 * (12 copies of four pictures). Cards of different persons, drawn with the same portrait and laid on each other to the
 * third of a millimetre, have 0 to 8 in common (45 pairs); photographs of cards, which never lie so, hardly any.
 */
export const bandsAlike = 11

/** The bands of a likeness, each with its number before it, so that equal ones at other places are not the same. */
export const likenessBands = (likeness: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.floor(likeness.length / bandBytes) }, (_, band) =>
    Uint8Array.of(band, ...likeness.subarray(band * bandBytes, (band + 1) * bandBytes)),
  )
