/**
 * A helper's side of its conversation (`startHelper`): says that it has loaded, then answers one request after another.
 * An answer that rejects ends the process on purpose, and its owner starts a new one.
 */
export const serveRequests = (answer: (request: never) => Promise<object>): void => {
  const serve = async (request: never): Promise<void> => {
    process.send?.(await answer(request))
    // V8 does not see how much memory hangs on the small objects that a picture leaves behind.
    globalThis.gc?.()
  }
  process.on('message', (request: unknown) => void serve(request as never))
  // Its owner is gone, in whatever way: nobody is left to answer.
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}
