import { timingSafeEqual } from 'hono/utils/buffer'
import type { Vault } from '../../../core/ports.ts'

/** What of a scan is shown: turned and straightened, or as it was sent. */
export const scanCopies = ['upright', 'original'] as const
export type ScanCopy = (typeof scanCopies)[number]

/** One picture for one browser. */
export interface ScanView {
  readonly sessionId: string
  readonly applicationId: string
  readonly scanId: string
  readonly copy: ScanCopy
}

/** How long an address is good for, in seconds: a page loads its pictures at once. */
export const addressSeconds = 60

/** Makes and knows the addresses under which pictures are served; each is good in one session, and not for long. */
export interface ScanAddresses {
  of(view: ScanView, now: Date): Promise<string>
  /** `until` and `key` are those of the address's query. */
  isGood(view: ScanView, query: Partial<Record<'until' | 'key', string>>, now: Date): Promise<boolean>
}

export const scanAddresses = (vault: Pick<Vault, 'hash'>): ScanAddresses => {
  const keyOf = ({ sessionId, applicationId, scanId, copy }: ScanView, until: number): Promise<string> =>
    vault.hash('desk.scanAddress', JSON.stringify([sessionId, applicationId, scanId, copy, until]))
  return {
    async of(view, now) {
      const until = Math.floor(now.getTime() / 1000) + addressSeconds
      return `${scanPath(view)}?until=${until}&key=${await keyOf(view, until)}`
    },
    async isGood(view, { until = '', key = '' }, now) {
      if (!/^\d{1,12}$/u.test(until)) return false
      const left = Number(until) * 1000 - now.getTime()
      if (left <= 0 || left > addressSeconds * 1000) return false
      return timingSafeEqual(key, await keyOf(view, Number(until)))
    },
  }
}

export const scanPath = ({ applicationId, scanId, copy }: Omit<ScanView, 'sessionId'>): string =>
  `/desk/applications/${applicationId}/scans/${scanId}/${copy}`
