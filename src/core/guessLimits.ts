/**
 * How often a unit's name may be guessed for a form number before the next try has to wait (R6): the window opens
 * with its first wrong guess. A form number that no form carries counts like any other.
 */
export const guessLimits = {
  chat: { guesses: 5, windowMinutes: 60 },
  formNumber: { guesses: 10, windowMinutes: 24 * 60 },
} as const
