/** Whether a socket's address is this machine's own (127.0.0.0/8, ::1, and the first mapped into IPv6). */
export const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/u.test(address)

/** Whether a URL's host names this machine itself; by other names a page elsewhere could reach in. */
export const isLoopbackName = (hostname: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname)

/**
 * Whether a request was made on this machine itself: its socket, the name it was made to, and no word of a proxy,
 * whose socket is this machine's too.
 */
export const isOfThisMachine = (request: Request, remoteAddress: string | undefined): boolean =>
  isLoopbackAddress(remoteAddress) &&
  isLoopbackName(new URL(request.url).hostname) &&
  ![...request.headers.keys()].some((name) => proxyHeader.test(name))

/** In lower case, as Headers gives names. */
const proxyHeader =
  /^(?:forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/u
