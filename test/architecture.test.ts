import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Room {
  /** Folders or files of ours it may import from, its own included. */
  readonly imports: readonly string[]
  /** Packages it may import; 'any' for the outer rooms, whose subject is technology. */
  readonly packages: readonly string[] | 'any'
}

/** The most specific folder decides. */
const rooms: Readonly<Record<string, Room>> = {
  'src/core': { imports: ['src/core'], packages: ['libphonenumber-js', 'chinese-days', 'opencc-js', 'zod'] },
  'src/adapters': { imports: ['src/core', 'src/adapters'], packages: 'any' },
  'src/bot': { imports: ['src/core', 'src/bot'], packages: [] },
  'src/bot/telegram': { imports: ['src/core', 'src/bot', 'src/bot/telegram'], packages: ['telegraf'] },
  'src/http': {
    imports: ['src/core', 'src/bot', 'src/http'],
    packages: [
      'hono',
      '@hono/zod-openapi',
      'better-auth',
      '@simplewebauthn/browser',
      '@simplewebauthn/server',
      'zod',
      'bwip-js',
      'openseadragon',
      'uplot',
    ],
  },
  'src/host': {
    imports: ['src/core', 'src/bot', 'src/bot/telegram', 'src/http', 'src/adapters', 'src/host'],
    packages: 'any',
  },
  src: { imports: ['src'], packages: 'any' },
  migrations: { imports: [], packages: ['kysely'] },
}

const roomOf = (file: string): string => {
  const owners = Object.keys(rooms).filter((room) => file.startsWith(`${room}/`))
  return owners.toSorted((a, b) => b.length - a.length)[0] ?? file
}

const importsOf = (file: string): string[] => {
  const source = readFileSync(file, 'utf8')
  const statements = source.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]/gu)
  const bare = source.matchAll(/(?:^|\n)\s*import\s*['"]([^'"]+)['"]/gu)
  const dynamic = source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/gu)
  return [...statements, ...bare, ...dynamic].map((match) => match[1] ?? '')
}

/** The modules of ours that a name may mean: several where package.json chooses one for each host. */
const targetsOf = (file: string, name: string): readonly string[] => {
  if (name.startsWith('.')) return [normalize(join(dirname(file), name))]
  return Object.values(imports[name] ?? {}).map((target) => normalize(target))
}
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
const isNodes = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name)
const { imports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly imports: Readonly<Record<string, Readonly<Record<string, string>>>>
}
const inside = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`)

const files = globSync(['src/**/*.{ts,tsx}', 'migrations/*.ts']).map((file) => normalize(file))

describe('the rooms', () => {
  it('are all looked at', () => {
    expect(files.length).toBeGreaterThan(30)
    expect(new Set(files.map(roomOf))).toEqual(new Set(Object.keys(rooms)))
  })

  const inner = files.filter((file) => ['src/core', 'src/bot', 'src/http'].some((room) => inside(file, room)))
  it.each(inner)('%s does not ask which host it runs on', (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(
      /\bprocess\.(?:env|versions|platform|argv|cwd|on|exit)\b|\bWebSocketPair\b|navigator\.userAgent|['"]cloudflare:|globalThis\.(?:process|caches)|typeof (?:process|caches|navigator|Deno|Bun)\b/u,
    )
  })

  it.each(files)('%s imports only what its room may', (file) => {
    const room = rooms[roomOf(file)]
    if (!room) throw new Error(`no room for ${file}`)
    const wrong = importsOf(file).filter((name) => {
      const targets = targetsOf(file, name)
      if (targets.length > 0)
        return targets.some(
          (target) => !room.imports.some((folder) => inside(target, folder)) || crossesRooms(room, target),
        )
      return room.packages !== 'any' && (isNodes(name) || !room.packages.includes(packageOf(name)))
    })
    expect(wrong).toEqual([])
  })

  it('leave the entry points alone: nothing imports them', () => {
    const entries = ['src/node.ts', 'src/worker.ts', 'src/jobs.ts', 'src/cli.ts']
    const importers = files.filter((file) =>
      importsOf(file).some((name) => targetsOf(file, name).some((target) => entries.includes(target))),
    )
    expect(importers).toEqual([])
  })
})

describe('what is chosen for each host', () => {
  it.each(Object.entries(imports))('%s has a module for Workers and one for all else', (_name, targets) => {
    expect(Object.keys(targets)).toEqual(['workerd', 'default'])
    for (const target of Object.values(targets)) expect(files).toContain(normalize(target))
  })

  it.each(Object.entries(imports))('%s is imported by that name alone', (_name, targets) => {
    const chosen = Object.values(targets).map((target) => normalize(target))
    const importers = files.filter((file) =>
      importsOf(file).some(
        (name) => name.startsWith('.') && targetsOf(file, name).some((target) => chosen.includes(target)),
      ),
    )
    expect(importers).toEqual([])
  })
})

/** src/bot may import src/bot, but not the Telegram room inside it, unless that room is named. */
const crossesRooms = (room: Room, target: string): boolean => {
  const owner = roomOf(target)
  return owner !== 'src' && room.imports.every((folder) => folder !== owner && folder !== 'src')
}
