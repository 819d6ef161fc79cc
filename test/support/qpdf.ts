import { createRequire } from 'node:module'
import createQpdf, { type QpdfInstance } from '@neslinesli93/qpdf-wasm'
import { vi } from 'vitest'

/** In the package's program, not among its types. */
type Files = QpdfInstance['FS'] & { writeFile(path: string, bytes: Uint8Array): void }

const wasm = createRequire(import.meta.url).resolve('@neslinesli93/qpdf-wasm/dist/qpdf.wasm')

/** What `qpdf --check` says: its exit code (0 clean, 2 errors, 3 warnings) and its lines. */
export const checkPdf = async (
  pdf: Uint8Array,
): Promise<{ readonly code: number; readonly said: string }> => {
  const lines: string[] = []
  // The program takes the console's functions when it is made, and offers no other way to hear it.
  const hear = (line: string): void => void lines.push(line)
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(hear),
    vi.spyOn(console, 'error').mockImplementation(hear),
  ]
  try {
    // A new one each time: the program runs once.
    const qpdf = await createQpdf({ locateFile: () => wasm })
    const files = qpdf.FS as Files
    files.writeFile('/checked.pdf', pdf)
    return { code: qpdf.callMain(['--check', '/checked.pdf']), said: lines.join('\n') }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
