import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { DeskDeps, DeskEnv } from '../deskRoutes.tsx'
import { needs } from '../needs.ts'
import { isRead } from './isRead.ts'
import { keepOpen } from './keepOpen.ts'

/** How soon a change reaches an open page. */
const lookMs = 2_000
/** So often; then the browser asks again by itself, and its session is checked again. */
const looks = 120
const retryMs = 2_000

/**
 * Tells open pages by server-sent events that something happened, and nothing of what: they fetch what their reviewer
 * may see. An event's id is the audit log's last line, so that a page that was cut off learns what it missed.
 */
export const liveRoutes = ({ oversight, background }: DeskDeps): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>()

  app.get('/live', needs('seeQueue'), (c) =>
    isRead(c)
      ? streamSSE(c, async (stream) => {
          const end = keepOpen(background)
          const left = new Promise<void>((resolve) => stream.onAbort(resolve))
          try {
            let seen = c.req.header('last-event-id') ?? (await oversight.lastSeq())
            await stream.writeSSE({ event: 'hello', data: '', id: seen, retry: retryMs })
            for (let look = 0; look < looks && !stream.aborted; look += 1) {
              const last = await oversight.lastSeq()
              // also when nothing happened: that the line is alive shows only by what comes over it
              await stream.writeSSE(
                last === seen ? { event: 'alive', data: '' } : { event: 'changed', data: '', id: last },
              )
              seen = last
              await Promise.race([stream.sleep(lookMs), left])
            }
          } finally {
            end()
          }
        })
      : c.body(null, 200, { 'content-type': 'text/event-stream' }),
  )

  return app
}
