import type { RouterRoute } from 'hono/types'
import { Fault } from '../../core/fault.ts'
import { enrolmentPaths, openPaths } from './doors.ts'
import { permissionNeeded } from './needs.ts'

/**
 * Stops the start (Fault 'alert') when a route of the desk neither asks for a permission before its handler nor is
 * one of the doors: a route someone forgot to guard is open to nobody.
 */
export const refuseUnguarded = (routes: readonly RouterRoute[]): void => {
  const guarded = new Set<string>()
  for (const { method, path, handler } of routes) {
    const name = `${method} ${path}`
    // what stands before all methods and takes a `next` lets others answer
    const isMiddleware = method === 'ALL' && handler.length > 1
    if (permissionNeeded(handler) !== undefined) guarded.add(name)
    else if (!isMiddleware && !guarded.has(name) && !openPaths.has(path) && !enrolmentPaths.has(path))
      throw new Fault('alert', `The desk’s route ${name} asks for no permission.`)
  }
}
