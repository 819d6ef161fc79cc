import { describe, expect, it } from 'vitest'
import type { ObjectStore } from '../../src/core/ports.ts'

/** What every object store keeps. */
export const describeObjectStore = (name: string, open: () => Promise<ObjectStore>): void => {
  describe(`an object store in ${name}`, () => {
    const bytes = (...values: number[]): Uint8Array => new Uint8Array(values)

    it('gives back what was put', async () => {
      const store = await open()
      const megabyte = Uint8Array.from({ length: 1 << 20 }, (_, index) => index * 31)
      await store.put('scan/1', megabyte)
      await store.put('scan/2', bytes())
      expect(await store.find('scan/1')).toEqual(megabyte)
      expect(await store.find('scan/2')).toEqual(bytes())
    })

    it('finds nothing under a key never put', async () => {
      expect(await (await open()).find('never')).toBeUndefined()
    })

    it('replaces what was put under the same key', async () => {
      const store = await open()
      await store.put('again', bytes(1, 2, 3))
      await store.put('again', bytes(4))
      expect(await store.find('again')).toEqual(bytes(4))
    })

    it('removes, and removes again without complaint', async () => {
      const store = await open()
      await store.put('gone', bytes(1))
      await store.remove('gone')
      await store.remove('gone')
      expect(await store.find('gone')).toBeUndefined()
    })

    it('keeps keys that look like paths inside itself', async () => {
      const store = await open()
      await store.put('../../escape', bytes(1))
      await store.put('/etc/escape', bytes(2))
      expect(await store.find('../../escape')).toEqual(bytes(1))
      expect(await store.find('/etc/escape')).toEqual(bytes(2))
      expect(await store.find('escape')).toBeUndefined()
    })

    it('holds its own copy of the bytes', async () => {
      const store = await open()
      const given = bytes(1)
      await store.put('copy', given)
      given[0] = 2
      const found = await store.find('copy')
      found?.fill(3)
      expect(await store.find('copy')).toEqual(bytes(1))
    })

    it('ends with one of two puts at once, whole', async () => {
      const store = await open()
      const one = new Uint8Array(50_000).fill(1)
      const other = new Uint8Array(60_000).fill(2)
      await Promise.all([store.put('race', one), store.put('race', other)])
      expect([one, other]).toContainEqual(await store.find('race'))
    })
  })
}
