/** Which wake-ups are on their way; moments are in seconds since 1970. */
export interface WakeUpPlan {
  /**
   * In how many whole seconds from `now` to wake for what is due at `due`, and when that is; undefined when a wake-up on
   * its way comes late enough, and soon enough. `due` is never before `now`.
   */
  add(now: number, due: number): { readonly delaySeconds: number; readonly at: number } | undefined
  /** It was not sent. */
  remove(at: number): void
}

/**
 * About one in a second is enough, since a consumer works off whatever it finds due, and many isolates at work would send
 * one for each other's work with each request.
 */
export const wakeUpPlan = (): WakeUpPlan => {
  const planned = new Set<number>()
  return {
    add(now, due) {
      for (const at of planned) if (at <= now - 1) planned.delete(at)
      for (const at of planned) if (at > now && at >= due && at <= due + 1) return undefined
      const wanted = Math.ceil(due - now)
      // What came within this second may have looked too early.
      const hasCome = [...planned].some((at) => at <= now)
      const delaySeconds = wanted === 0 && hasCome ? 1 : wanted
      const at = now + delaySeconds
      planned.add(at)
      return { delaySeconds, at }
    },
    remove: (at) => void planned.delete(at),
  }
}
