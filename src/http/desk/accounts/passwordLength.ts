/** In characters; NIST SP 800-63B asks for 8, and a desk of few people can ask for more. */
export const minPasswordLength = 12
/** Hashing a longer one would cost more than it adds. */
export const maxPasswordLength = 128
