import type { MiddlewareHandler } from 'hono'
import { may, type Permission } from '../../core/role.ts'
import type { DeskEnv } from './deskRoutes.tsx'
import { notAllowedPage } from './notAllowedPage.tsx'

const permissionOf = new WeakMap<object, Permission>()

/** Goes before a route's handler: only who has the permission gets by; anyone else is told so (403). */
export const needs = (permission: Permission): MiddlewareHandler<DeskEnv> => {
  const guard: MiddlewareHandler<DeskEnv> = async (c, next) => {
    const reviewer = c.get('reviewer')
    if (may(reviewer.role, permission)) return next()
    return c.html(notAllowedPage({ language: c.get('language'), reviewer, path: '/desk' }), 403)
  }
  permissionOf.set(guard, permission)
  return guard
}

/** The permission that a route's handler checks; undefined for one that is no guard. */
export const permissionNeeded = (handler: object): Permission | undefined => permissionOf.get(handler)
