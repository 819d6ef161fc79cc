import { Fault } from '../../core/fault.ts'
import type { ObjectStore } from '../../core/ports.ts'

/** As much of a bucket of Cloudflare R2 as is used, as a Worker's binding gives it. */
export interface R2Bucket {
  put(key: string, value: Uint8Array): Promise<unknown>
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>
  delete(key: string): Promise<void>
}

/** Objects in a bucket by their own keys. Whatever the bucket throws is a Fault `retry`: R2 is not there for the moment. */
export const r2Objects = (bucket: R2Bucket): ObjectStore => ({
  put: async (key, bytes) => {
    await translating(bucket.put(key, bytes))
  },
  find: async (key) => {
    const object = await translating(bucket.get(key))
    return object === null ? undefined : new Uint8Array(await translating(object.arrayBuffer()))
  },
  remove: async (key) => translating(bucket.delete(key)),
})

const translating = async <Value>(work: Promise<Value>): Promise<Value> => {
  try {
    return await work
  } catch (cause) {
    throw new Fault('retry', 'The bucket of the object store does not answer.', { cause })
  }
}
