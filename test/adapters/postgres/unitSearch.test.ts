import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vaultFromKey } from '../../../src/adapters/keys/vault.ts'
import { openDatabase } from '../../../src/adapters/postgres/database.ts'
import { importUnits } from '../../../src/adapters/postgres/importUnits.ts'
import { sampleUnits } from '../../../src/adapters/postgres/sampleUnits.ts'
import { unitSearch } from '../../../src/adapters/postgres/unitSearch.ts'
import { testDatabase } from '../../support/testDatabase.ts'

const database = await testDatabase()
const db = openDatabase(database.url)
const vault = await vaultFromKey(new Uint8Array(32).fill(7))
const search = unitSearch(db)
const page = { offset: 0, limit: 8 }

beforeAll(async () => {
  await importUnits(db, vault, sampleUnits, { isSample: true })
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const exactNames = async (name: string) => (await search.units(name, page)).exact.map((unit) => unit.fullName)
const nearNames = async (name: string) => (await search.units(name, page)).near.map((unit) => unit.fullName)

describe('unitSearch', () => {
  it('finds the one unit of that full name', async () => {
    expect(await exactNames('北京大学')).toEqual(['北京大学'])
  })

  it.each([
    ['traditional characters', '北京大學'],
    ['spaces and full width', ' 北京　大学 '],
    ['no brackets', '中国石油大学华东'],
    ['full-width brackets', '中国石油大学(华东)'],
  ])('is not misled by %s', async (_what, typed) => {
    expect(await exactNames(typed)).toHaveLength(1)
  })

  it('lists names that begin with what was typed before those that contain it', async () => {
    const names = await nearNames('中国科学院上海')
    const begins = names.map((name) => name.startsWith('中国科学院上海'))
    expect(begins).toEqual([true, true, true, true, true, false, false, false])
    expect(await nearNames('天文台')).toContain('中国科学院紫金山天文台')
  })

  it('finds a name typed with a wrong or missing character', async () => {
    expect(await nearNames('北京航天航空大学')).toContain('北京航空航天大学')
    expect(await nearNames('西安电子科大学')).toContain('西安电子科技大学')
  })

  it('pages without repeating a name and says whether there are more', async () => {
    const seen: string[] = []
    for (let offset = 0; ; offset += 8) {
      const found = await search.units('中国科学院', { offset, limit: 8 })
      seen.push(...found.near.map((unit) => unit.id))
      if (!found.hasMore) break
    }
    expect(new Set(seen).size).toBe(seen.length)
    const beginning = sampleUnits.filter((unit) => unit.fullName.startsWith('中国科学院')).length
    expect(seen.length).toBeGreaterThanOrEqual(beginning)
    expect((await search.units('中国科学院', { offset: beginning - 1, limit: 1 })).near[0]?.fullName).toMatch(
      /^中国科学院/u,
    )
  })

  it('finds nothing for what is no name, and does not mind what SQL would', async () => {
    for (const typed of ['', '  ', '!!', 'qwertyuiop', "%_'; drop table unit; --", '\u{20000}\u{20001}']) {
      expect(await search.units(typed, page)).toEqual({ exact: [], near: [], hasMore: false })
    }
  })

  it('answers a single character by prefix', async () => {
    expect((await nearNames('厦'))[0]).toBe('厦门大学')
  })
})

describe('importUnits', () => {
  it('adds nothing on a second run', async () => {
    const again = await importUnits(db, vault, sampleUnits, { isSample: true })
    expect(again).toEqual({ rows: sampleUnits.length, newUnits: 0, newAccounts: 0 })
  })

  it('knows a unit by its USCC whatever its name, and adds its second account', async () => {
    const uscc = '91350100M000100Y43'
    const row = {
      fullName: '福州某某有限公司',
      uscc,
      account: { name: 'first', holderName: '张三', holderMobile: '+8613800138000' },
    }
    expect(
      await importUnits(db, vault, [row, { ...row, account: { name: 'second' } }], { isSample: false }),
    ).toEqual({
      rows: 2,
      newUnits: 1,
      newAccounts: 2,
    })
    const renamed = { ...row, fullName: '福州某某股份有限公司' }
    expect(await importUnits(db, vault, [renamed], { isSample: false })).toMatchObject({
      newUnits: 0,
      newAccounts: 0,
    })
  })

  it('seals who holds an account', async () => {
    const stored = await db
      .selectFrom('account')
      .select(['holder_name', 'holder_mobile'])
      .where('name', '=', 'first')
      .executeTakeFirstOrThrow()
    expect(Buffer.from(stored.holder_name ?? []).includes(Buffer.from('张三'))).toBe(false)
    expect(stored.holder_name?.length).toBeGreaterThan(20)
    expect(stored.holder_mobile?.length).toBeGreaterThan(20)
  })

  it('stores a unit once when two imports run at the same time', async () => {
    const rows = [{ fullName: '同时导入研究院' }]
    const counts = await Promise.all(
      [1, 2, 3].map(async () => importUnits(db, vault, rows, { isSample: false })),
    )
    expect(counts.reduce((sum, count) => sum + count.newUnits, 0)).toBe(1)
  })
})
