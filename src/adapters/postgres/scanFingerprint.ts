import { type Kysely, sql } from 'kysely'
import type { ScanKind } from '../../core/application.ts'
import type { SamePicture } from '../../core/deskReview.ts'
import type { Vault } from '../../core/ports.ts'
import { bandsAlike, likenessBands } from '../../core/scan/likenessBands.ts'
import type { Database } from './schema.ts'
import { hashedAs } from './sealing.ts'

/** Characters of a band's hash that are kept: 66 bits, so that two different bands do not meet by chance. */
const bandLength = 11

/** More than a reviewer would look into. */
const mostShown = 5

/** By what the same picture is known again: nothing of it can be told without the key. */
export interface ScanFingerprint {
  readonly sha256_hash: string
  readonly likeness: string[] | null
}

export const scanFingerprint = async (
  vault: Vault,
  { jpeg, likeness }: { readonly jpeg: Uint8Array; readonly likeness: Uint8Array | undefined },
): Promise<ScanFingerprint> => ({
  sha256_hash: await vault.hash(hashedAs.picture, jpeg),
  likeness:
    likeness === undefined
      ? null
      : await Promise.all(
          likenessBands(likeness).map(async (band) =>
            (await vault.hash(hashedAs.likeness, band)).slice(0, bandLength),
          ),
        ),
})

/** Other applications to which a scan of the same kind was sent that is the same picture, or looks like it. */
export const samePictures = async (
  db: Kysely<Database>,
  scan: { readonly id: string; readonly applicationId: string; readonly kind: ScanKind },
): Promise<readonly SamePicture[]> => {
  const { rows } = await sql<SamePicture>`
    with this as (select sha256_hash, likeness from scan where id = ${scan.id}),
    found as (
      select other.application_id, true as exact
      from this join scan as other on other.sha256_hash = this.sha256_hash
      where other.state in ('sent', 'replaced') and other.kind = ${scan.kind}
      union all
      select other.application_id, false
      from this join scan as other on likeness_pairs(other.likeness) && likeness_pairs(this.likeness)
      where other.state in ('sent', 'replaced') and other.kind = ${scan.kind}
        and (
          select count(*) from unnest(other.likeness) as band where band = any (this.likeness)
        ) >= ${bandsAlike}
    )
    select application_id as "applicationId", bool_or(exact) as "isExact"
    from found where application_id <> ${scan.applicationId}
    group by application_id order by bool_or(exact) desc, application_id limit ${mostShown}`.execute(db)
  return rows
}
