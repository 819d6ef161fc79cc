import { Fault } from '../fault.ts'
import type { ChatSender, Jobs, ObjectStore } from '../ports.ts'
import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'

interface Sources {
  readonly objects: Pick<ObjectStore, 'find'>
  readonly fetchPicture: ChatSender['fetchPicture']
}

/** The bytes of a job's picture as they were sent; `unavailable` when who keeps them no longer has them. */
export const fetchPicture = async (
  { objects, fetchPicture }: Sources,
  { picture }: Pick<Jobs['inspect'], 'picture'>,
): Promise<Result<Uint8Array, ScanProblem>> => {
  try {
    const bytes = picture.source === 'upload' ? await objects.find(picture.key) : await fetchPicture(picture)
    return bytes === undefined ? unavailable : ok(bytes)
  } catch (error) {
    if (error instanceof Fault && error.kind === 'refused') return unavailable
    throw error
  }
}

const unavailable = fail({ kind: 'unavailable' } as const)
