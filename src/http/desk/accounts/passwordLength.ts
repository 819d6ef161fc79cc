/** In characters; NIST SP 800-63B asks for 8, and a desk of few people can ask for more. */
export const minPasswordLength = 12
/** Hashing a longer one would cost more than it adds. */
export const maxPasswordLength = 128

/** What is wrong with the length of a new one. */
export const lengthProblem = ({ length }: string): 'tooShort' | 'tooLong' | undefined => {
  if (length < minPasswordLength) return 'tooShort'
  return length > maxPasswordLength ? 'tooLong' : undefined
}
