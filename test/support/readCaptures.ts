import { formComposer } from '../../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../../src/adapters/pdf/fontFiles.ts'
import { createSharpScanInspector } from '../../src/adapters/images/sharpScanInspector.ts'
import type { Inspection } from '../../src/core/scan/inspection.ts'
import { formNumberFromRandom, formNumberLink } from '../../src/core/formNumber.ts'
import { capture, captureKinds, stampedPages, type CaptureKind } from './captures.ts'
import { plainForm } from './formContents.ts'
import { seeded } from './random.ts'

export interface Reading {
  readonly kind: CaptureKind
  /** Makes the same capture again. */
  readonly seed: number
  readonly expected: string
  /** What the service read, or why it refused the picture. */
  readonly read: string | undefined
}

const links = ['https://t.me/SealpassBot', 'https://mima.example.org.cn/']
const formsMade = 8

/**
 * Prints forms, captures them so many times of each kind, and reads each back as the service does. Once in a process:
 * the service's reader leaves sharp without the means to draw a seal.
 */
export const readCaptures = async (
  counts: Partial<Readonly<Record<CaptureKind, number>>>,
): Promise<readonly Reading[]> => {
  const composer = formComposer(await readFormFonts())
  const forms = []
  for (let number = 0; number < formsMade; number++) {
    const random = seeded(number + 1)
    const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256))
    const formNumber = formNumberFromRandom(bytes)
    const link = formNumberLink(links[number % links.length] ?? '', formNumber)
    forms.push({
      link,
      pages: await stampedPages(await composer.compose({ ...plainForm, formNumber, link }), random),
    })
  }
  const inspector = createSharpScanInspector()
  try {
    const readings: Promise<Reading>[] = []
    for (const kind of captureKinds)
      for (let seed = 1; seed <= (counts[kind] ?? 0); seed++) {
        const form = forms[seed % formsMade]
        if (form === undefined) continue
        const jpeg = await capture(form.pages[kind], kind, seeded(seed * 7919))
        const reading = inspector.inspect(jpeg, { kind: 'form' }).then((inspected) => ({
          kind,
          seed,
          expected: form.link,
          read: inspected.ok ? textOf(inspected.value) : inspected.problem.kind,
        }))
        readings.push(reading)
        // Two at a time are in memory: the one that is read and the one that is made.
        if (readings.length > 1) await readings.at(-2)
      }
    return await Promise.all(readings)
  } finally {
    await inspector.close()
  }
}

const textOf = ({ reading }: Inspection): string | undefined =>
  reading?.kind === 'form' ? reading.code?.text : undefined

export const misread = (readings: readonly Reading[]): readonly Reading[] =>
  readings.filter(({ read, expected }) => read !== expected)
