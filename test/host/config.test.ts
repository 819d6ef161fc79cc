import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readConfig, variableNames } from '../../src/host/config.ts'

const token = `123456:${'a'.repeat(35)}`

describe('readConfig', () => {
  it('needs nothing: a newcomer starts without a single variable', () => {
    expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, DATA_DIR: 'data' })
  })

  it('reads the variables of .env.example and no others, and each stands in both READMEs', async () => {
    const read = async (name: string): Promise<string> =>
      readFile(new URL(`../../${name}`, import.meta.url), 'utf8')
    expect(Object.keys(parseEnv(await read('.env.example'))).toSorted()).toEqual(variableNames.toSorted())
    for (const text of [await read('README.md'), await read('README.zh-CN.md')])
      // In its row the second of two names that begin alike is shortened.
      expect(variableNames.filter((name) => !text.includes(name))).toEqual(['DESK_OIDC_CLIENT_SECRET'])
  })

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ DATABASE_URL: '', PORT: ' ' }).DATABASE_URL).toBeUndefined()
    expect(readConfig({ PORT: ' ' }).PORT).toBe(8080)
  })

  it('drops the slash at the end of an address, so that links have one', () => {
    expect(readConfig({ PUBLIC_URL: 'https://recover.example.cn/' }).PUBLIC_URL).toBe(
      'https://recover.example.cn',
    )
  })

  it.each(['https://me:secret@host.example', 'https://host.example/below', 'https://host.example/?a=1'])(
    'takes no public address that is more than an origin: %s',
    (address) => {
      expect(() => readConfig({ PUBLIC_URL: address })).toThrow(/PUBLIC_URL must be an address without/u)
    },
  )

  it('says how to write a password that breaks the address of the database, without repeating it', () => {
    const read = () => readConfig({ DATABASE_URL: 'postgres://me:sec#ret@host/database' })
    expect(read).toThrow(/DATABASE_URL must be an address.*%23/u)
    expect(read).not.toThrow(/sec|ret@/u)
  })

  it('names every fault in one message and prints no value', () => {
    const read = () =>
      readConfig({
        PORT: 'eighty',
        PUBLIC_URL: 'ftp://files.example',
        MASTER_KEY: 'tooShort',
        TELEGRAM_BOT_TOKEN: 'nonsense',
      })
    expect(read).toThrow(/PORT[\s\S]*PUBLIC_URL[\s\S]*MASTER_KEY[\s\S]*TELEGRAM_BOT_TOKEN/u)
    expect(read).not.toThrow(/eighty|files\.example|tooShort|nonsense/u)
  })

  it('takes the organisation’s sign-in as a whole or not at all', () => {
    const whole = {
      DESK_OIDC_ISSUER: 'https://id.example.cn',
      DESK_OIDC_CLIENT_ID: 'desk',
      DESK_OIDC_CLIENT_SECRET: 'hush',
    }
    expect(readConfig(whole)).toMatchObject(whole)
    for (const name of Object.keys(whole))
      expect(() => readConfig({ ...whole, [name]: '' })).toThrow(/DESK_OIDC_ISSUER.*set together/u)
  })

  it('refuses a webhook without its secret', () => {
    const open = { TELEGRAM_BOT_TOKEN: token, PUBLIC_URL: 'https://recover.example.cn' }
    expect(() => readConfig(open)).toThrow(/TELEGRAM_WEBHOOK_SECRET is required/u)
    expect(readConfig({ ...open, TELEGRAM_WEBHOOK_SECRET: 'long-enough-secret' }).PUBLIC_URL).toBeDefined()
  })
})
