/**
 * Those of better-auth's own tables that are written beside ours in one transaction: when an invitation is taken up,
 * and when a reviewer is disabled. Its columns keep its names.
 */
export interface LoginTables {
  reviewer_login: {
    id: string
    accountId: string
    providerId: string
    userId: string
    password: string | null
    updatedAt: Date
  }
  reviewer_session: { id: string; userId: string }
  reviewer_two_factor: { id: string; userId: string; verified: boolean | null }
}
