import type { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiScopes } from '../../../src/core/apiToken.ts'
import type { Desk } from '../../../src/core/desk.ts'
import { apiRoutes } from '../../../src/http/api/apiRoutes.tsx'

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = { readonly [key: string]: Json }

const methods = ['get', 'post', 'put', 'patch', 'delete']
const nobody = async () => undefined

let app: Hono
let document: JsonObject

beforeAll(async () => {
  app = apiRoutes({
    // the description needs no desk
    desk: {} as Desk,
    tokens: {
      list: async () => [],
      make: async () => '',
      revoke: async () => false,
      find: nobody,
      limit: nobody,
    },
    answers: { once: async () => ({ kind: 'inProgress' }) },
    host: { now: () => new Date(0), uuid: () => '' },
    log: { error: () => undefined },
    publicUrl: 'https://desk.example.org',
  })
  document = (await (await app.request('/api/openapi.json')).json()) as JsonObject
})

const at = (value: Json | undefined, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (part, key) => (typeof part === 'object' && part !== null ? (part as JsonObject)[key] : undefined),
    value,
  )
const entries = (value: Json | undefined): [string, Json][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []

const operations = () =>
  entries(document['paths']).flatMap(([path, item]) =>
    entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ path, method, operation })),
  )

/** Every object inside, with the path to it. */
const walk = function* (value: Json | undefined, path = '#'): Generator<[string, JsonObject]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [path, value as JsonObject]
  for (const [key, part] of Object.entries(value)) yield* walk(part as Json, `${path}/${key}`)
}

describe('the description', () => {
  it('is of OpenAPI 3.1, and says where the service is', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: expect.any(String) as string, version: '1' },
      servers: [{ url: 'https://desk.example.org' }],
    })
    // the fixed fields of the specification, and nothing else
    expect(Object.keys(document).toSorted()).toEqual([
      'components',
      'info',
      'openapi',
      'paths',
      'servers',
      'tags',
      'webhooks',
    ])
    expect(at(document, 'components', 'securitySchemes', 'token')).toMatchObject({
      type: 'http',
      scheme: 'bearer',
    })
  })

  it('has every route, and no other', () => {
    const served = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`)
    const described = operations().map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect(described.length).toBeGreaterThan(8)
    expect(new Set(described)).toEqual(new Set(served))
    // what is open to everybody and described by itself
    const open = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/api/v1/'))
    expect(new Set(open.map(({ path }) => path))).toEqual(
      new Set(['/api/openapi.json', '/api/docs', '/api/problems/:kind']),
    )
  })

  it('resolves every reference', () => {
    const references = [...walk(document)].flatMap(([path, { $ref }]) =>
      typeof $ref === 'string' ? [[path, $ref]] : [],
    )
    expect(references.length).toBeGreaterThan(20)
    for (const [path, reference = ''] of references) {
      expect([path, reference]).toEqual([path, expect.stringMatching(/^#\//u)])
      expect([path, at(document, ...reference.slice(2).split('/'))]).toEqual([path, expect.any(Object)])
    }
  })

  it('names each parameter of a path, and requires it', () => {
    for (const { path, operation } of operations()) {
      const named = Array.from(path.matchAll(/\{(\w+)\}/gu), ([, name]) => name)
      const parameters = entries(at(operation, 'parameters')).map(([, parameter]) => parameter)
      for (const parameter of parameters) {
        expect(at(parameter, 'schema')).toBeDefined()
        expect(['path', 'query', 'header']).toContain(at(parameter, 'in'))
      }
      const inPath = parameters.filter((parameter) => at(parameter, 'in') === 'path')
      expect(inPath.map((parameter) => at(parameter, 'name'))).toEqual(named)
      for (const parameter of inPath) expect(at(parameter, 'required')).toBe(true)
    }
  })

  it('tells of each operation its scope, its summary, and its answers in words', () => {
    for (const { operation } of operations()) {
      const scopes = at(operation, 'security', '0', 'token')
      expect(apiScopes).toEqual(expect.arrayContaining(scopes as string[]))
      expect(scopes).toHaveLength(1)
      expect(at(operation, 'summary')).toMatch(/\w/u)
      const responses = entries(at(operation, 'responses'))
      expect(responses.some(([status]) => status.startsWith('2'))).toBe(true)
      for (const [, response] of responses) expect(at(response, 'description')).toMatch(/\w/u)
      for (const [, refusal] of responses.filter(([status]) => Number(status) >= 400))
        expect(Object.keys(at(refusal, 'content') as object)).toEqual(['application/problem+json'])
    }
  })

  it('has the key of a decision required, and its body', () => {
    const decision = at(document, 'paths', '/api/v1/applications/{id}/decision', 'post')
    const key = entries(at(decision, 'parameters'))
      .map(([, parameter]) => parameter)
      .find((parameter) => at(parameter, 'name') === 'Idempotency-Key')
    expect(at(key, 'required')).toBe(true)
    expect(at(decision, 'requestBody', 'required')).toBe(true)
  })

  it('uses types of JSON Schema alone, without what 3.0 had', () => {
    const types = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])
    const schemas = [...walk(document)].filter(([, value]) => 'type' in value && !('scheme' in value))
    for (const [path, value] of schemas) {
      const { type } = value
      // a property may itself be called type
      if (typeof type === 'object' && !Array.isArray(type)) continue
      for (const each of [type].flat()) expect([path, types.has(String(each))]).toEqual([path, true])
      expect([path, 'nullable' in value]).toEqual([path, false])
    }
    expect(schemas.length).toBeGreaterThan(50)
  })
})

describe('the page of it', () => {
  it('shows every operation, schema and problem, in either language, and loads nothing from elsewhere', async () => {
    for (const [language, title] of [
      ['en', '<title>API · Sealpass</title>'],
      ['zh-CN', '<title>接口文档 · Sealpass</title>'],
    ] as const) {
      const answer = await app.request('/api/docs', { headers: { 'accept-language': language } })
      const page = await answer.text()
      expect(page).toContain(title)
      for (const { method, path } of operations()) expect(page).toContain(`${method.toUpperCase()} ${path}`)
      for (const [name] of entries(at(document, 'components', 'schemas')))
        expect(page).toContain(`id="schema-${name}"`)
      expect(page.match(/(?:src|href)="(?!#|\/|\?)[^"]*"/gu)).toBeNull()
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    }
  })

  it('has an anchor for each of its links', async () => {
    const page = await (await app.request('/api/docs')).text()
    const ids = new Set(Array.from(page.matchAll(/ id="([^"]+)"/gu), ([, id]) => id))
    const links = Array.from(page.matchAll(/href="#([^"]+)"/gu), ([, target]) => target)
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((target) => !ids.has(target))).toEqual([])
  })
})
