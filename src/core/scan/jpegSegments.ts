/** The marker codes of ITU-T T.81, table B.1, that are told apart here. */
export const marker = {
  dht: 0xc4,
  jpg: 0xc8,
  dac: 0xcc,
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  dqt: 0xdb,
  dri: 0xdd,
  app0: 0xe0,
  app1: 0xe1,
  app14: 0xee,
} as const

/** A marker segment. After a start of scan the entropy-coded data follows, restart markers included. */
export interface JpegSegment {
  readonly marker: number
  /** Without marker and length. */
  readonly payload: Uint8Array
  /** Empty but for a start of scan. */
  readonly data: Uint8Array
}

/**
 * The segments between the start and the end of the first picture in the bytes, as views on them; undefined when
 * they do not lead to an end, or only past more 0xFF than `escapes`. Bytes after the end, and stray ones between two
 * segments, belong to none. It stops with the first segment or scan beyond the limits, without the end being seen.
 */
export const jpegSegments = (
  bytes: Uint8Array,
  limits: { readonly segments: number; readonly scans: number; readonly escapes: number },
): readonly JpegSegment[] | undefined => {
  if (bytes[0] !== 0xff || bytes[1] !== marker.soi) return undefined
  const segments: JpegSegment[] = []
  let scans = 0
  let escapes = 0
  /**
   * Where the next marker's last 0xFF stands, from `from` on; not that of a restart, where those are part of the data.
   * Any number of 0xFF may fill the space before it, and 0xFF00 is a stuffed byte. Searched from each 0xFF to the next,
   * which is quick where they are few: bytes made of them would take twenty times as long.
   */
  const nextMarker = (from: number, isData = false): number | undefined => {
    let at = bytes.indexOf(0xff, from)
    while (at !== -1 && ++escapes <= limits.escapes) {
      const code = bytes[at + 1] ?? 0
      const isPassed = code === 0x00 || (isData && isRestart(code))
      if (!isPassed && code !== 0xff) return at
      at = bytes.indexOf(0xff, at + (isPassed ? 2 : 1))
    }
    return undefined
  }

  let at = nextMarker(2)
  while (at !== undefined) {
    const code = bytes[at + 1] ?? 0
    if (code === marker.eoi) return segments
    if (code === marker.soi) return undefined
    if (isBare(code)) {
      at = nextMarker(at + 2)
      continue
    }
    const start = at + 4
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
    if (end < start || end > bytes.length) return undefined
    const dataEnd = code === marker.sos ? nextMarker(end, true) : end
    if (dataEnd === undefined) return undefined
    segments.push({
      marker: code,
      payload: bytes.subarray(start, end),
      data: bytes.subarray(end, dataEnd),
    })
    if (code === marker.sos) scans++
    if (scans > limits.scans || segments.length > limits.segments) return segments
    at = nextMarker(dataEnd)
  }
  return undefined
}

/** TEM and the restart markers carry no length. */
const isBare = (code: number): boolean => code === 0x01 || isRestart(code)
const isRestart = (code: number): boolean => (code & 0xf8) === 0xd0
