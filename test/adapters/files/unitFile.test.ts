import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FileRow, readUnitFile } from '../../../src/adapters/files/unitFile.ts'

const fileOf = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'sealpass-units-')), 'units.csv')
  writeFileSync(path, text)
  return path
}

const readAll = async (text: string): Promise<FileRow[]> => Array.fromAsync(readUnitFile(fileOf(text)))

describe('readUnitFile', () => {
  it('reads Chinese heads, a byte order mark and quoted cells', async () => {
    const rows = await readAll(
      '\uFEFF单位全称,地区,注册用户账号,不读的列\r\n"中国石油大学(华东)",山东,upc,"a,b"\r\n',
    )
    expect(rows).toEqual([
      { line: 2, row: { fullName: '中国石油大学(华东)', region: '山东', account: { name: 'upc' } } },
    ])
  })

  it('refuses a row by its line, and reads on', async () => {
    const rows = await readAll('fullName,uscc\n北京大学,123\n,\n清华大学,\n')
    expect(rows).toEqual([
      { line: 2, refused: 'usccWrong' },
      { line: 3, refused: 'nameMissing' },
      { line: 4, row: { fullName: '清华大学' } },
    ])
  })

  it('says what to do when the column of names is missing', async () => {
    await expect(readAll('name,region\n北京大学,北京\n')).rejects.toThrow(/no column fullName/u)
  })

  it('says what to do when there is no such file, or it is no CSV, and quotes no row', async () => {
    await expect(Array.fromAsync(readUnitFile('/nowhere/units.csv'))).rejects.toThrow(
      /ENOENT.*check its path/u,
    )
    await expect(readAll('fullName\n"张三\n')).rejects.toThrow(/cannot be read as CSV/u)
    await expect(readAll('fullName\n"张三\n')).rejects.not.toThrow(/张三/u)
  })
})
