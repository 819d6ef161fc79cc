import { Fault } from '../../core/fault.ts'
import type { Bindings } from './bindings.ts'

/** What the build put there, by its path below dist/public. Throws a Fault 'alert' where it is missing. */
export const readAsset = async (assets: Bindings['ASSETS'], path: string): Promise<Uint8Array> => {
  const response = await assets.fetch(`https://assets.local/${path}`)
  if (response.ok) return new Uint8Array(await response.arrayBuffer())
  await response.body?.cancel()
  throw new Fault('alert', `The asset ${path} is missing: run npm run build before deploying.`)
}
