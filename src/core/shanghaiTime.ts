/** Chinese standard time is UTC+8 the year round; summer time ended in 1991. */
const offset = 8 * 60 * 60 * 1000
/** Milliseconds. */
export const dayLength = 24 * 60 * 60 * 1000

/** Days since 1970-01-01 in Shanghai, and the milliseconds gone of that day. */
export const splitShanghai = (moment: Date): { readonly day: number; readonly time: number } => {
  const local = moment.getTime() + offset
  const day = Math.floor(local / dayLength)
  return { day, time: local - day * dayLength }
}

export const joinShanghai = (day: number, time: number): Date => new Date(day * dayLength + time - offset)

const localIso = (moment: Date): string => new Date(moment.getTime() + offset).toISOString()

/** The calendar date in Shanghai, `2026-11-24`. */
export const shanghaiDate = (moment: Date): string => localIso(moment).slice(0, 10)

/** The clock in Shanghai to the minute, `2026-11-24 17:30`. */
export const formatShanghai = (moment: Date): string => localIso(moment).slice(0, 16).replace('T', ' ')
