import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FileRow, readUnitFile } from '../../../src/adapters/files/unitFile.ts'

const fileOf = (text: string | Uint8Array): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'sealpass-units-')), 'units.csv')
  writeFileSync(path, text)
  return path
}

const readAll = async (text: string | Uint8Array): Promise<FileRow[]> =>
  Array.fromAsync(readUnitFile(fileOf(text)))

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
    await expect(readAll('fullName;region\n北京大学;北京\n')).rejects.toThrow(/commas between/u)
    await expect(readAll('')).rejects.toThrow(/no column fullName/u)
  })

  it('refuses a file that is not in UTF-8, whatever its head, instead of storing names that nobody finds', async () => {
    const gbk = Buffer.concat([Buffer.from('fullName\n'), Buffer.from('c7e5bbaab4f3d1a7', 'hex')])
    await expect(readAll(gbk)).rejects.toThrow(/not in UTF-8/u)
    await expect(readAll(Buffer.from('\uFEFFfullName\n清华大学', 'utf16le'))).rejects.toThrow(/not in UTF-8/u)
    const cut = Buffer.from('fullName\n清华大学').subarray(0, -1)
    await expect(readAll(cut)).rejects.toThrow(/not in UTF-8/u)
  })

  it('counts lines as an editor does, also past a cell of several lines and a character at the edge of a piece', async () => {
    const long = '学'.repeat(100_000)
    const rows = await readAll(`fullName,region\r\n北京大学,"一\r\n二"\r\n${long},\r\n,\r\n清华大学,`)
    expect(rows.map(({ line }) => line)).toEqual([3, 4, 5, 6])
    expect(rows.at(-1)).toEqual({ line: 6, row: { fullName: '清华大学' } })
  })

  it('says what to do when there is no such file, or it is no CSV, and quotes no row', async () => {
    await expect(Array.fromAsync(readUnitFile('/nowhere/units.csv'))).rejects.toThrow(
      /ENOENT.*Check its path/u,
    )
    await expect(readAll('fullName\n"张三\n')).rejects.toThrow(/cannot be read as CSV in line 2/u)
    await expect(readAll('fullName\n"张三\n')).rejects.not.toThrow(/张三/u)
  })
})
