/**
 * What a person typed, as it is kept: NFC (Unicode TR 15), without what nobody sees, any run of white space (U+3000
 * and line breaks too) as one space, trimmed. Applied twice it changes nothing.
 *
 * Dropped are control and format characters, Default_Ignorable_Code_Point (zero-width characters, the bidi controls
 * that could show a name backwards, variation selectors, Hangul fillers) and lone surrogates: none of them prints,
 * and each would make two equal-looking values differ.
 */
export const cleanText = (text: string): string =>
  text
    // U+FEFF counts as white space in ECMAScript, and would leave a space where nothing is seen.
    .replace(/\ufeff/g, '')
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '')
    // Dropping what stood between two spaces may have made a new run of them.
    .replace(/ +/g, ' ')
    .trim()
    .normalize('NFC')
