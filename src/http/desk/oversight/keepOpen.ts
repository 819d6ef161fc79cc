import type { DeskDeps } from '../deskRoutes.tsx'

/**
 * Keeps what a request was given until the function it returns is called: a stream outlives its answer's beginning, and
 * needs the database until it ends.
 */
export const keepOpen = (background: DeskDeps['background']): (() => void) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  background(promise)
  return resolve
}
