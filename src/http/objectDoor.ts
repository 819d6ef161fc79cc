import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { timingSafeEqual } from 'hono/utils/buffer'
import type { ObjectStore } from '../core/ports.ts'

export const objectsPath = '/internal/objects'

/** The largest picture that is taken, sealed, with room to spare. */
const maxBodyBytes = 21 * 1024 * 1024

/**
 * `PUT`, `GET` and `DELETE` of `/internal/objects/<key>`, for a process of ours that cannot reach the objects itself.
 * Without the secret as bearer every answer is 404, as if there were no such door. What passes here is sealed.
 */
export const objectDoor = ({
  objects,
  secret,
}: {
  /** As they are stored: sealed, and left so. */
  readonly objects: ObjectStore
  readonly secret: string
}): Hono =>
  new Hono()
    .basePath(objectsPath)
    .use(async (c, next) => {
      const given = c.req.header('authorization') ?? ''
      if (!(await timingSafeEqual(given, `Bearer ${secret}`))) return c.notFound()
      return next()
    })
    .put('/:key', bodyLimit({ maxSize: maxBodyBytes }), async (c) => {
      await objects.put(c.req.param('key'), new Uint8Array(await c.req.arrayBuffer()))
      return c.body(null, 204)
    })
    .get('/:key', async (c) => {
      const found = await objects.find(c.req.param('key'))
      // 204, because 404 is what a wrong secret, or a service without this door, is answered.
      return found ? c.body(found) : c.body(null, 204)
    })
    .delete('/:key', async (c) => {
      await objects.remove(c.req.param('key'))
      return c.body(null, 204)
    })
