import { Worker } from 'node:worker_threads'
import { fail, ok } from '../../core/result.ts'
import { checkPicture, checkSize } from '../../core/scan/checkPicture.ts'
import type { ScanInspector } from '../../core/scan/inspection.ts'
import { maxScanBytes } from '../../core/scan/scanRules.ts'
import type { ImageReply, ImageRequest } from './imageWorker.ts'
import { createKillableWorker } from './killableWorker.ts'

export interface SharpScanInspector extends ScanInspector {
  /** Ends the thread, after the pictures that wait. */
  close(): Promise<void>
}

/**
 * Pictures inspected on Node, one at a time in a thread of their own. What a picture's header tells is refused
 * before it gets there; one that takes more than `deadlineMs` there, or more memory than it has, is `tooComplex`.
 */
export const createSharpScanInspector = ({ deadlineMs = 15_000 } = {}): SharpScanInspector => {
  const worker = createKillableWorker<ImageRequest, ImageReply>({ start: startImageWorker, deadlineMs })

  return {
    async inspect(bytes, asked) {
      const kind = asked.kind ?? 'form'
      const picture = checkPicture(bytes, kind)
      if (!picture.ok) return picture
      const { width, height, jpeg } = picture.value

      const reply = await worker.ask({ task: 'look', jpeg, kind })
      if (reply?.task !== 'look') return tooComplex
      if (!reply.result.ok) return reply.result

      const sized = checkSize(bytes, picture.value, kind)
      return sized.ok
        ? ok({ width, height, jpeg, ...reply.result.value, copies: {}, likeness: undefined })
        : sized
    },

    async convert(bytes) {
      const picture = checkPicture(bytes)
      if (!picture.ok) return picture
      const { jpeg } = picture.value
      if (jpeg.length <= maxScanBytes) return ok(jpeg)

      const reply = await worker.ask({ task: 'shrink', jpeg })
      return reply?.task === 'shrink' ? reply.result : tooComplex
    },

    mark: async () => undefined,

    close: () => worker.close(),
  }
}

const tooComplex = fail({ kind: 'tooComplex' } as const)

const startImageWorker = async (): Promise<Worker> => {
  // libvips is unloaded with the last thread that loaded it, under the feet of its own threads: this one keeps it.
  await import('sharp')
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Worker(new URL(`./imageWorker.${extension}`, import.meta.url), {
    name: 'images',
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  })
}
