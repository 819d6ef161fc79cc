import type { QueueEntry } from '../../core/desk.ts'

type Place = Pick<QueueEntry, 'promisedAt' | 'applicationId'>

/** Where a page of the queue ended, in base64 of characters that need no escape in an address. */
export const formatCursor = ({ promisedAt, applicationId }: Place): string =>
  btoa(`${promisedAt.getTime()}.${applicationId}`).replaceAll('=', '')

/** Undefined for what is no cursor of ours. */
export const parseCursor = (text: string): Place | undefined => {
  // all that `atob` takes
  if (!/^[A-Za-z\d+/]*$/u.test(text) || text.length % 4 === 1) return undefined
  const [, milliseconds, applicationId] =
    /^(-?\d{1,15})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/u.exec(atob(text)) ?? []
  return applicationId === undefined
    ? undefined
    : { promisedAt: new Date(Number(milliseconds)), applicationId }
}
