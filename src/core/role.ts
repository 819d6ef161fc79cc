/** Who one is at the desk. */
export const roles = ['reviewer', 'supervisor', 'auditor', 'administrator'] as const
export type Role = (typeof roles)[number]

/** What may be done at the desk; every route names the one it takes. */
export const permissions = [
  /** See the queue: units, states and times. */
  'seeQueue',
  /** Take applications, see and decide what one holds. */
  'review',
  /** Read what became of any application: its values masked, no scan. */
  'seeRecords',
  /** Take an application away from whoever holds it. */
  'supervise',
  /** Read figures. */
  'seeFigures',
  /** Read the audit log and export it. */
  'seeAudit',
  /** Invite, disable and reset reviewers; switch the four-eyes rules; make tokens and webhooks. */
  'administer',
  /** One's own account: sessions, passkeys, backup codes. */
  'ownAccount',
] as const
export type Permission = (typeof permissions)[number]

/** The one table of what each role may do. An administrator sees no application: the keys and the seals stay apart. */
const granted = {
  reviewer: ['seeQueue', 'review', 'ownAccount'],
  supervisor: ['seeQueue', 'review', 'supervise', 'seeRecords', 'seeFigures', 'seeAudit', 'ownAccount'],
  auditor: ['seeQueue', 'seeRecords', 'seeFigures', 'seeAudit', 'ownAccount'],
  administrator: ['seeQueue', 'seeFigures', 'seeAudit', 'administer', 'ownAccount'],
} as const satisfies Record<Role, readonly Permission[]>

export const may = (role: Role, permission: Permission): boolean => {
  const allowed: readonly Permission[] = granted[role]
  return allowed.includes(permission)
}
