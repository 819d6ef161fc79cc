import type { Kysely } from 'kysely'
import sharp from 'sharp'
import { expect } from 'vitest'
import { sealedObjects } from '../../src/adapters/keys/sealedObjects.ts'
import type { Database } from '../../src/adapters/postgres/schema.ts'
import { r2Objects } from '../../src/adapters/r2/r2Objects.ts'
import { checklistItems } from '../../src/core/deskChecklist.ts'
import type { Role } from '../../src/core/role.ts'
import { scanKey } from '../../src/core/useCases/scanStore.ts'
import { nodeHost } from '../../src/host/nodeHost.ts'
import { createReviewerAuth } from '../../src/http/desk/auth.ts'
import type { DeskBrowser } from '../support/deskBrowser.ts'
import type { Deployment } from './deployment.ts'
import type { RunningWorker } from './underTest.ts'

/** One more who may enter the desk, once they have enrolled. */
export const newcomer = async (
  db: Kysely<Database>,
  name: string,
  email: string,
  role: Role = 'reviewer',
) => {
  const auth = createReviewerAuth({
    database: db,
    secret: 'of no cookie: this one only makes the account',
    publicUrl: 'https://recover.example',
    issuer: 'Sealpass',
    randomBytes: nodeHost.randomBytes,
  })
  const made = await auth.createReviewer({ email, name, role })
  return { email, password: made?.password ?? '' }
}

/** The desk's pages by plain requests, as a browser on the Worker's own address. */
export const deskOf = ({ url }: RunningWorker) => ({
  request: async (address: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const asked = new Request(address, init)
    const { pathname, search } = new URL(asked.url)
    const { headers, method } = asked
    if (headers.has('origin')) headers.set('origin', url)
    const body = method === 'GET' ? undefined : await asked.text()
    return fetch(`${url}${pathname}${search}`, { method, headers, body: body ?? null, redirect: 'manual' })
  },
})

/** Takes the next application, whose page shows all of this, and approves it for its first account. */
export const approveNext = async (
  on: { readonly deployment: Deployment; readonly worker: RunningWorker },
  desk: DeskBrowser,
  ...shown: readonly string[]
): Promise<void> => {
  const taken = await desk.post('/desk/next')
  expect(taken.status).toBe(303)
  const path = new URL(taken.headers.get('location') ?? '', 'http://desk').pathname
  const page = await (await desk.get(path)).text()
  for (const text of shown) expect(page).toContain(text)
  const pictures = [...page.matchAll(/<img[^>]* src="(\/desk\/[^"]+)"/gu)].map(([, src = '']) => src)
  expect(pictures).toHaveLength(2)
  for (const src of pictures) {
    const picture = await desk.get(src.replaceAll('&amp;', '&'))
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    const [, scan = '', copy = ''] = /scans\/([^/]+)\/(\w+)/u.exec(src) ?? []
    const served = new Uint8Array(await picture.arrayBuffer())
    expect(await shareChanged(await storedPicture(on, scan, copy), served)).toBeGreaterThan(0.02)
  }
  const [, account = ''] = /name="account" value="([^"]+)"/u.exec(page) ?? []
  const [, version = ''] = /name="version" value="([^"]+)"/u.exec(page) ?? []
  const decided = await desk.post(`${path}/decision`, {
    decision: 'approve',
    version,
    account,
    checklist: checklistItems,
  })
  expect(decided.status).toBe(303)
}

/** What of a scan lies in the bucket, opened. */
const storedPicture = async (
  { deployment: { db, vault }, worker }: Parameters<typeof approveNext>[0],
  scan: string,
  copy: string,
): Promise<Uint8Array> => {
  const objects = sealedObjects(r2Objects((await worker.bindings()).SCANS), vault)
  const { copies } = await db
    .selectFrom('scan')
    .select('copies')
    .where('id', '=', scan)
    .executeTakeFirstOrThrow()
  const key = (copies as Readonly<Record<string, string | undefined>>)[copy] ?? scanKey(scan)
  const found = await objects.find(key)
  if (!found) throw new Error('the scan is not in the bucket')
  return found
}

/** How much of a picture the other shows otherwise, from 0 to 1, noise of another encoding aside. */
const shareChanged = async (...pictures: readonly [Uint8Array, Uint8Array]): Promise<number> => {
  const [before, after] = await Promise.all(
    pictures.map(async (jpeg) => sharp(jpeg).resize(800, 800, { fit: 'fill' }).greyscale().raw().toBuffer()),
  )
  if (!before || !after) throw new Error('there are two pictures')
  return before.filter((grey, at) => Math.abs(grey - (after[at] ?? 0)) > 12).length / before.length
}
