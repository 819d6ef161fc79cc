import type { z } from '@hono/zod-openapi'
import type { Review } from '../../core/deskReview.ts'
import { scanKinds } from '../../core/application.ts'
import type { applicationSchema } from './schemas.ts'

/** An application as the API shows it to the token that holds it; personal values only where `isReader`. */
export const applicationBody = (review: Review, isReader: boolean): z.infer<typeof applicationSchema> => ({
  applicationId: review.applicationId,
  version: review.version,
  state: review.state,
  language: review.language,
  unit: { id: review.unit.id, fullName: review.unit.fullName },
  submittedAt: review.submittedAt.toISOString(),
  promisedAt: review.promisedAt.toISOString(),
  leaseUntil: review.leaseUntil.toISOString(),
  scans: scanKinds.flatMap((kind) => {
    const scan = review.scans[kind]
    if (!scan) return []
    const { id, width, height, isStraightened, warnings, elsewhere } = scan
    return {
      id,
      kind,
      width,
      height,
      isStraightened,
      warnings: warnings.map((warning) => warning.kind),
      elsewhere: elsewhere.map(({ applicationId, isExact }) => ({ applicationId, isExact })),
    }
  }),
  accounts: review.accounts.map(({ id, isNamed, fourEyes, name, holderName }) => ({
    id,
    isNamed,
    fourEyes: [...fourEyes],
    ...(isReader && { name, ...(holderName !== undefined && { holderName }) }),
  })),
  ...(review.firstApproval && { firstApproval: { accountId: review.firstApproval.accountId } }),
  related: review.related.map(({ applicationId, why, state }) => ({ applicationId, why: [...why], state })),
  history: review.history.map(({ at, action, actor }) => ({
    at: at.toISOString(),
    action,
    actor: typeof actor === 'string' ? actor : 'reviewer',
  })),
  ...(isReader && { values: { ...review.values }, formNumber: review.formNumber }),
})
