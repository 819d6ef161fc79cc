import type { ScansAhead } from '../http/desk/review/shownScans.ts'

/** What eight reviewers take within a few seconds; a marked scan has up to some megabytes. */
const mostKept = 16
/** As long as the address under which it would be asked for, in milliseconds. */
const keptFor = 60_000

/** In this process's memory, for a short time and few at once: another instance, or a slow reader, has them made anew. */
export const scansAhead = (): ScansAhead => {
  const kept = new Map<string, Promise<Uint8Array | undefined>>()
  return {
    keep(key, marked) {
      const made = marked.catch(() => undefined)
      const [oldest] = kept.keys()
      if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
      kept.set(key, made)
      setTimeout(() => {
        if (kept.get(key) === made) kept.delete(key)
      }, keptFor).unref()
    },
    async take(key) {
      const made = kept.get(key)
      kept.delete(key)
      return made
    },
  }
}
