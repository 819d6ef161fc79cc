import type { QueueEntry } from '../../core/desk.ts'

type Place = Pick<QueueEntry, 'promisedAt' | 'applicationId'>

/** Where a page of the queue ended, as base64url: callers hand it back and are not to look inside. */
export const formatCursor = ({ promisedAt, applicationId }: Place): string =>
  btoa(`${promisedAt.getTime()}.${applicationId}`).replaceAll('=', '')

/** Undefined for what is no cursor of ours. */
export const parseCursor = (text: string): Place | undefined => {
  if (!/^[\w+/]*$/u.test(text) || text.length % 4 === 1) return undefined
  const [, milliseconds, applicationId] =
    /^(-?\d{1,15})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/u.exec(atob(text)) ?? []
  return applicationId === undefined
    ? undefined
    : { promisedAt: new Date(Number(milliseconds)), applicationId }
}
