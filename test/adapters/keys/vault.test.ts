import { describe, expect, it } from 'vitest'
import { deriveSecret, vaultFromKey } from '../../../src/adapters/keys/vault.ts'

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)
const alert = { name: 'Fault', kind: 'alert' }

describe('a vault', () => {
  it('opens what it sealed, text and bytes', async () => {
    const vault = await vaultFromKey(key(1))
    expect(await vault.openText(await vault.seal('公章 𠮷', 'a:1'), 'a:1')).toBe('公章 𠮷')
    const bytes = new Uint8Array([0, 255, 1])
    expect(await vault.open(await vault.seal(bytes, 'a:1'), 'a:1')).toEqual(bytes)
    expect(await vault.openText(await vault.seal('', 'a:1'), 'a:1')).toBe('')
  })

  it('opens with the same key after a restart', async () => {
    const sealed = await (await vaultFromKey(key(1))).seal('value', 'a:1')
    expect(await (await vaultFromKey(key(1))).openText(sealed, 'a:1')).toBe('value')
  })

  it('opens what its first version sealed', async () => {
    const sealed = Buffer.from('AQAAAAAAAAAAAAAAALiMysNm70YSabDc62XHh+hU+21f4A==', 'base64')
    expect(await (await vaultFromKey(key(1))).openText(sealed, 'a:1')).toBe('value')
  })

  it('seals the same value differently each time', async () => {
    const vault = await vaultFromKey(key(1))
    expect(await vault.seal('value', 'a:1')).not.toEqual(await vault.seal('value', 'a:1'))
  })

  it('does not open a value of another place or another key', async () => {
    const vault = await vaultFromKey(key(1))
    const sealed = await vault.seal('value', 'a:1')
    await expect(vault.open(sealed, 'a:2')).rejects.toMatchObject(alert)
    await expect((await vaultFromKey(key(2))).open(sealed, 'a:1')).rejects.toMatchObject(alert)
  })

  it('does not open a value with any one bit changed, cut short, or empty', async () => {
    const vault = await vaultFromKey(key(1))
    const sealed = await vault.seal('value', 'a:1')
    for (const index of sealed.keys()) {
      const changed = sealed.with(index, (sealed[index] ?? 0) ^ 1)
      await expect(vault.open(changed, 'a:1')).rejects.toMatchObject(alert)
    }
    await expect(vault.open(sealed.subarray(0, -1), 'a:1')).rejects.toMatchObject(alert)
    await expect(vault.open(new Uint8Array(), 'a:1')).rejects.toMatchObject(alert)
  })

  it('names in its fault the kind of place, not whose it is', async () => {
    const vault = await vaultFromKey(key(1))
    const fault = await vault.open(new Uint8Array([1]), 'chat.state:telegram:4711').catch(String)
    expect(fault).toContain('chat.state')
    expect(fault).not.toContain('4711')
  })

  it('hashes the same value of the same purpose the same, and nothing else', async () => {
    const vault = await vaultFromKey(key(1))
    const hash = await vault.hash('form', '123')
    expect(hash).toMatch(/^[\w-]{43}$/u)
    expect(await vault.hash('form', new TextEncoder().encode('123'))).toBe(hash)
    const others = [
      await vault.hash('form', '124'),
      await vault.hash('mobile', '123'),
      await vault.hash('for', 'm123'),
      await (await vaultFromKey(key(2))).hash('form', '123'),
    ]
    expect(new Set([hash, ...others]).size).toBe(5)
  })

  it('refuses a key of another length', async () => {
    await expect(vaultFromKey(new Uint8Array(31))).rejects.toMatchObject(alert)
  })
})

describe('a derived secret', () => {
  it('depends on the key and the purpose alone', async () => {
    const secret = await deriveSecret(key(1), 'cookies')
    expect(secret).toMatch(/^[\w-]{43}$/u)
    expect(await deriveSecret(key(1), 'cookies')).toBe(secret)
    expect(await deriveSecret(key(1), 'sessions')).not.toBe(secret)
    expect(await deriveSecret(key(2), 'cookies')).not.toBe(secret)
  })
})
