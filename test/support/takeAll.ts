import type { Desk } from '../../src/core/desk.ts'
import { tuesday } from './deskFixture.ts'

/** So many reviewers take at once until nothing is left; gives what each of them took. */
export const takeAll = async (
  desk: Desk,
  takers: number,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const takenBy = Array.from({ length: takers }, async (_, index) => {
    const taker = `taker ${index}`
    const ids: string[] = []
    for (;;) {
      const next = await desk.takeNext(taker, tuesday)
      if (!next.ok) return [taker, ids] as const
      ids.push(next.value)
    }
  })
  return new Map(await Promise.all(takenBy))
}
