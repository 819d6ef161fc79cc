import { Hono } from 'hono'
import type { Assets } from '../core/ports.ts'

/** GET /assets/:path, for hosts that do not serve the built assets themselves. */
export const assetRoutes = (assets: Assets): Hono =>
  new Hono().get('/assets/:path', (c) => {
    const asset = assets.find(c.req.param('path'))
    if (!asset) return c.notFound()
    const headers = {
      etag: asset.etag,
      'cache-control': 'public, max-age=0, must-revalidate',
      'x-content-type-options': 'nosniff',
    }
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, headers)
    return c.body(new Uint8Array(asset.bytes), 200, { ...headers, 'content-type': asset.contentType })
  })
