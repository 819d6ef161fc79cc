/** After so long an invocation that looks at a picture is taken for cancelled: far more than any picture takes. */
const longestLookMs = 30_000
const pauseMs = 20

/**
 * Milliseconds; until then one invocation of the isolate has the memory for a picture to itself. A time, never a
 * promise: one of a cancelled invocation would be waited for in vain.
 */
let takenUntil = 0

/** Does what takes the memory of a picture when no other invocation of the isolate does so. */
export const aloneInIsolate = async <Value>(now: () => Date, work: () => Promise<Value>): Promise<Value> => {
  while (now().getTime() < takenUntil) await new Promise((resolve) => setTimeout(resolve, pauseMs))
  const until = now().getTime() + longestLookMs
  takenUntil = until
  try {
    return await work()
  } finally {
    if (takenUntil === until) takenUntil = 0
  }
}
