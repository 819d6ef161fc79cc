import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { vaultFromKey } from '../src/adapters/keys/vault.ts'
import { openDatabase } from '../src/adapters/postgres/database.ts'
import { openEmbeddedPostgres } from '../src/adapters/postgres/embedded.ts'
import { importUnits } from '../src/adapters/postgres/importUnits.ts'
import { migrateToLatest } from '../src/adapters/postgres/migrate.ts'
import { unitSearch } from '../src/adapters/postgres/unitSearch.ts'

/**
 * How long a search of units takes among many, and how fast they are imported. `node bench/units.ts [COUNT]`, one
 * million unless said otherwise. Names are put together from real parts, so that their syllables are as common as in
 * real ones; each kind of search runs 200 times on names drawn with a fixed seed.
 */
const count = Number(process.argv[2] ?? 1_000_000)
const searches = 200
const batch = 5_000

const places =
  '北京 上海 天津 重庆 石家庄 太原 沈阳 长春 哈尔滨 南京 杭州 合肥 福州 南昌 济南 郑州 武汉 长沙 广州 南宁 海口 成都 贵阳 昆明 西安 兰州 西宁 银川 乌鲁木齐 大连 青岛 宁波 厦门 深圳 苏州 无锡 温州 烟台'.split(
    ' ',
  )
const marks = '华东西南北中新远宏兴盛达安康瑞祥恒泰明辉星海天地金银铜铁山川江河湖林森松柏梅兰竹菊龙凤麒麟'
const fields =
  '科技 教育 医药 生物 机械 电子 信息 能源 环境 农业 林业 水利 交通 建筑 文化 传媒 材料 化工 纺织 食品 物流 金融 法律 海洋 航空'.split(
    ' ',
  )
const kinds =
  '大学 学院 研究院 研究所 有限公司 股份有限公司 有限责任公司 医院 中学 图书馆 出版社 研究中心'.split(' ')

let seed = 20_261_123
/** Mulberry32. */
const random = (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
const pick = <Value>(values: ArrayLike<Value>): Value => {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}
const makeName = (): string =>
  pick(places) + pick(marks) + pick(marks) + (random() < 0.6 ? pick(marks) : '') + pick(fields) + pick(kinds)

const folder = await mkdtemp(join(tmpdir(), 'sealpass-bench-'))
const postgres = await openEmbeddedPostgres({ dataDir: folder })
const db = openDatabase(postgres.url)
try {
  await migrateToLatest(db, new URL('../migrations/', import.meta.url))
  const vault = await vaultFromKey(new Uint8Array(32).fill(1))
  const importStart = performance.now()
  let stored = 0
  while (stored < count) {
    const rows = Array.from({ length: batch }, () => ({ fullName: makeName() }))
    stored += (await importUnits(db, vault, rows, { isSample: false })).newUnits
    if (process.stderr.isTTY) process.stderr.write(`\r${stored} of ${count}`)
  }
  const importRate = stored / ((performance.now() - importStart) / 1_000)
  await sql`vacuum analyze unit`.execute(db)

  const step = Math.max(1, Math.floor(stored / searches))
  const { rows: known } = await sql<{ full_name: string }>`
    select full_name from unit where id % ${step} = 0 order by id limit ${searches}`.execute(db)
  const without = (name: string): string => {
    const at = 2 + Math.floor(random() * (name.length - 4))
    return name.slice(0, at) + name.slice(at + 1)
  }
  const kindsOfSearch: Readonly<Record<string, (name: string) => string>> = {
    exact: (name) => name,
    beginning: (name) => name.slice(0, 5),
    contained: (name) => name.slice(2, 6),
    'one character missing': without,
  }
  const search = unitSearch(db)
  const table: Record<string, { p50: number; p95: number; found: number }> = {}
  for (const [kind, typed] of Object.entries(kindsOfSearch)) {
    const times: number[] = []
    let found = 0
    for (const { full_name: name } of known) {
      const begin = performance.now()
      const { exact, near } = await search.units(typed(name), { offset: 0, limit: 8 })
      times.push(performance.now() - begin)
      if ([...exact, ...near].some((unit) => unit.fullName === name)) found += 1
    }
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number): number =>
      Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100
    table[kind] = { p50: at(0.5), p95: at(0.95), found: Math.round((found / known.length) * 100) / 100 }
  }
  console.log(
    `${stored} units, imported at ${Math.round(importRate)} a second; milliseconds per search, share found among eight`,
  )
  console.table(table)
  console.log(
    JSON.stringify({
      bench: 'units',
      units: stored,
      importPerSecond: Math.round(importRate),
      searches: table,
    }),
  )
} finally {
  await db.destroy()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
