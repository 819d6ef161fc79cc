import type { FC } from 'hono/jsx'
import { clock } from '../moments.tsx'
import type { ReviewProps } from './reviewPage.tsx'
import { reviewTexts } from './texts.ts'

/** Until when the reviewer holds it; a script counts down, renews, and offers to take it again. */
export const LeaseBar: FC<ReviewProps> = ({ review, now, language }) => {
  const t = reviewTexts[language]
  const path = `/desk/applications/${review.applicationId}`
  const seconds = Math.max(0, Math.floor((review.leaseUntil.getTime() - now.getTime()) / 1000))
  return (
    <section
      class="lease"
      aria-label={t.leaseUntil}
      data-lease={seconds}
      data-over={t.leaseOver}
      data-again={t.takenAgain}
      data-gone={t.takenByAnother}
    >
      <p data-lease-text>
        {t.leaseUntil} <b data-until>{clock(review.leaseUntil)}</b>
        <span class="countdown" data-countdown hidden>
          {t.remaining} <b data-left />
        </span>
      </p>
      <p data-lease-said role="status" />
      <form method="post" action={`${path}/renew`} data-renew>
        <button data-key="e" aria-keyshortcuts="e">
          {t.renew}
        </button>
      </form>
      <form method="post" action={`${path}/take`} data-take hidden>
        <button data-key="e" aria-keyshortcuts="e">
          {t.takeAgain}
        </button>
      </form>
      <form method="post" action={`${path}/release`} data-confirm={t.releaseDraft}>
        <button data-key="x" aria-keyshortcuts="x">
          {t.release}
        </button>
      </form>
    </section>
  )
}
