/** Whether a socket's address is this machine's own (127.0.0.0/8, ::1, and the first mapped into IPv6). */
export const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/u.test(address)

/** Whether a URL's host names this machine itself; by other names a page elsewhere could reach in. */
export const isLoopbackName = (hostname: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname)
