/** A path of the desk, in the characters a header takes. */
const deskPath = /^\/desk(?:[/?][\x21-\x7e]*)?$/u

/** Where a form that was posted from any page leads back to: the page it names, if that is one of the desk's. */
export const wayBack = (path: string): string => (deskPath.test(path) ? path : '/desk')
