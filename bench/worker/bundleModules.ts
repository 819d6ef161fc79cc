import type { BundleMeta } from '../../test/worker/underTest.ts'

/** Kilobytes of each package, and of our own folders, in the bundle's script, minified and not compressed. */
export const bundleModules = ({ outputs }: BundleMeta): readonly (readonly [name: string, kb: number])[] => {
  const sizes = new Map<string, number>()
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = nameOf(path)
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput / 1000)
    }
  return [...sizes].toSorted(([, one], [, other]) => other - one)
}

const nameOf = (path: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1] ??
  /(?:^|\/)(src\/\w+)/u.exec(path)?.[1] ??
  'workerd’s Node compatibility'
