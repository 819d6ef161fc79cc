import type { QueuePlace } from '../../core/desk.ts'

/** Where a page of the queue ended, in base64 of characters that need no escape in an address. */
export const formatCursor = ({ isReturned, promisedAt, applicationId }: QueuePlace): string =>
  btoa(`${isReturned ? 'r' : ''}${promisedAt.getTime()}.${applicationId}`).replaceAll('=', '')

/** Undefined for what is no cursor of ours. */
export const parseCursor = (text: string): QueuePlace | undefined => {
  // all that `atob` takes
  if (!/^[A-Za-z\d+/]*$/u.test(text) || text.length % 4 === 1) return undefined
  const [, returned, milliseconds, applicationId] =
    /^(r?)(-?\d{1,15})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/u.exec(atob(text)) ?? []
  return applicationId === undefined
    ? undefined
    : { isReturned: returned === 'r', promisedAt: new Date(Number(milliseconds)), applicationId }
}
