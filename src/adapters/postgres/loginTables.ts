/**
 * Those of better-auth's own tables that are written beside ours: when an invitation is taken up, when a reviewer is
 * disabled, and when what expired is erased. Its columns keep its names.
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
  reviewer_session: { id: string; userId: string; expiresAt: Date }
  reviewer_verification: { id: string; expiresAt: Date }
  reviewer_two_factor: { id: string; userId: string; verified: boolean | null }
}
