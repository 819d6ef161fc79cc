/** The words printed on every resident identity card of the second generation (GA 448-2013), by side. */
const words = {
  front: ['公民身份号码', '姓名', '性别', '民族', '出生', '住址'],
  back: ['中华人民共和国', '居民身份证', '签发机关', '有效期限'],
} as const

/** Lines that show these words, whole or nearly: a card is told from two, or from one long one. */
const enough = 4

/**
 * Which side the lines read so far are of; undefined as long as they do not tell. A form has words such as 姓名 too,
 * and the number of an identity card, but neither two of these lines nor 公民身份号码.
 */
export const sideOf = (texts: readonly string[]): 'front' | 'back' | undefined => {
  const weights = { front: weightOf(texts, words.front), back: weightOf(texts, words.back) }
  if (Math.max(weights.front, weights.back) < enough || weights.front === weights.back) return undefined
  return weights.front > weights.back ? 'front' : 'back'
}

const weightOf = (texts: readonly string[], printed: readonly string[]): number =>
  printed.reduce((sum, word) => sum + Math.max(0, ...texts.map((text) => likeness(text, word))), 0)

/** How many of a word's characters stand in the text in their order; 0 when more than a third of them do not. */
const likeness = (text: string, word: string): number => {
  let at = -1
  let found = 0
  for (const character of word) {
    const next = text.indexOf(character, at + 1)
    if (next < 0) continue
    at = next
    found++
  }
  return found * 3 >= word.length * 2 ? found : 0
}
