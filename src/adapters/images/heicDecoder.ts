import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import createLibheif from 'libheif-js/libheif-wasm/libheif.js'
import type { ScanProblem } from '../../core/problem.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { Pixels } from '../../core/scan/colour.ts'
import { convertingLimits } from '../../core/scan/scanRules.ts'

/** What libheif gives for a picture; its own types do not say. */
interface Decoded {
  readonly channels: readonly Channel[]
}
interface Channel {
  readonly width: number
  readonly height: number
  /** Bytes from one row to the next. */
  readonly stride: number
  /** Red, green, blue, opacity. */
  readonly data: Uint8Array
}

/**
 * The main picture of a HEIC, turned and mirrored as it says, by libheif from the package's own WebAssembly file. Once
 * in a process: nothing is freed, the process's end is what gives the memory back.
 */
export const decodeHeic = async (bytes: Uint8Array): Promise<Result<Pixels, ScanProblem>> => {
  const wasmBinary = await readFile(
    fileURLToPath(import.meta.resolve('libheif-js/libheif-wasm/libheif.wasm')),
  )
  try {
    const libheif = createLibheif({ wasmBinary, print: ignore, printErr: ignore })
    const context = libheif.heif_context_alloc()
    const { code } = libheif.heif_context_read_from_memory(context, bytes)
    if (code !== libheif.heif_error_code.heif_error_Ok) return damaged

    // Each gives its value, or an error, which has a code.
    const handle: HeifHandle | HeifError | null = libheif.heif_js_context_get_primary_image_handle(context)
    if (handle === null || 'code' in handle) return damaged
    const width = libheif.heif_image_handle_get_width(handle)
    const height = libheif.heif_image_handle_get_height(handle)
    if (width * height > convertingLimits.pixels) return tooComplex

    const decoded: Decoded | HeifError | null = libheif.heif_js_decode_image2(
      handle,
      libheif.heif_colorspace.heif_colorspace_RGB,
      libheif.heif_chroma.heif_chroma_interleaved_RGBA,
    )
    if (decoded === null || 'code' in decoded) return damaged
    const [channel] = decoded.channels
    return channel === undefined ? damaged : ok(packed(channel))
  } catch {
    // What libheif does not answer, WebAssembly has ended: out of its memory, or of its bounds.
    return tooComplex
  }
}

type HeifHandle = ReturnType<typeof createLibheif>['heif_image_handle'] & { delete(): void }
interface HeifError {
  readonly code: unknown
}

const damaged = fail({ kind: 'damaged' } as const)
const tooComplex = fail({ kind: 'tooComplex' } as const)

const ignore = (): void => undefined

/** Without the space that libheif leaves at the end of each row. */
const packed = ({ width, height, stride, data }: Channel): Pixels => {
  const rows = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * stride, y * stride + width * 4), y * width * 4)
  return { width, height, data: rows }
}
