import type { Context } from 'hono'

/** Whether anybody reads the answer's body: a stream made for HEAD, which the same routes answer, would never end. */
export const isRead = (c: Context): boolean => c.req.method !== 'HEAD'
