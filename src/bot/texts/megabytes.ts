/** Bytes as megabytes (MiB) to a tenth, rounded up, so that a size over a limit never reads as the limit. */
export const megabytes = (bytes: number): string => String(Math.ceil((bytes / 1_048_576) * 10) / 10)
