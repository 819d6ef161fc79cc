import type { SamplePicture } from '../core/chat.ts'
import { Fault } from '../core/fault.ts'
import type { Assets } from '../core/ports.ts'
import { sampleAsset } from './sampleAsset.ts'

/** The sample pictures from the folder of assets. Throws a Fault `alert` when the build left one out. */
export const sampleFiles =
  (assets: Assets) =>
  async (picture: SamplePicture): Promise<Uint8Array> => {
    const sample = assets.find(sampleAsset(picture))
    if (!sample) throw new Fault('alert', 'A sample picture is missing. Run `npm run build` again.')
    return sample.bytes
  }
