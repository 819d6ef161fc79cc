/** The more telling first: most call themselves by the others' names too. */
const browsers = [
  ['MicroMessenger', 'WeChat'],
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['CriOS', 'Chrome'],
  ['Safari', 'Safari'],
] as const

const systems = [
  ['HarmonyOS', 'HarmonyOS'],
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Windows', 'Windows'],
  ['Macintosh', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

const names: ReadonlySet<string> = new Set([...browsers, ...systems].map(([, name]) => name))

/**
 * `Chrome · Windows` of a User-Agent: enough for a reviewer to know their own sessions again, and too little to know
 * anyone by. Empty when it tells neither. What was made so before stays as it is.
 */
export const browserName = (userAgent: string): string => {
  if (userAgent.split(' · ').every((part) => names.has(part))) return userAgent
  const find = (marks: readonly (readonly [string, string])[]): string | undefined =>
    marks.find(([mark]) => userAgent.includes(mark))?.[1]
  return [find(browsers), find(systems)].filter((name) => name !== undefined).join(' · ')
}
