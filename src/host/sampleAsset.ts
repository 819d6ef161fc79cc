import type { SamplePicture } from '../core/chat.ts'

/** The name of a sample picture among the assets, where the build puts it from src/assets. */
export const sampleAsset = ({ kind, of }: SamplePicture): string =>
  `${kind}-${of === 'form' ? 'form' : 'id-card'}.jpg`
