/** Work that goes on after an answer was given; it handles its own failures. */
export interface Background {
  readonly add: (work: Promise<void>) => void
  /** Resolves when what has been added so far is done. */
  readonly finished: () => Promise<void>
}

export const background = (): Background => {
  const working = new Set<Promise<void>>()
  return {
    add: (work) => {
      const kept = work.finally(() => working.delete(kept))
      working.add(kept)
    },
    finished: async () => {
      await Promise.all(working)
    },
  }
}
