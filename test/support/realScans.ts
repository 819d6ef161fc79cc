import { readFileSync } from 'node:fs'
import { readFormFonts } from '../../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../../src/adapters/pdf/formComposer.ts'
import { sealedIn } from '../../src/adapters/postgres/sealing.ts'
import { createSharpScanInspector } from '../../src/adapters/images/sharpScanInspector.ts'
import { openWatermark } from '../../src/adapters/images/sharpWatermark.ts'
import type { HostWatermark } from '../../src/adapters/images/watermark/hostWatermark.ts'
import { watermarkTiles } from '../../src/adapters/images/watermark/watermarkTile.ts'
import type { ApplicationValues, ScanKind } from '../../src/core/application.ts'
import type { Inspection } from '../../src/core/scan/inspection.ts'
import type { CardReading } from '../../src/core/scan/reading.ts'
import { applicantValues, type DeskFixture, type SeededApplication } from './deskFixture.ts'
import { signAndStamp } from './paper.ts'

export interface RealScans {
  readonly watermark: HostWatermark
  /** Puts a form that was composed, signed, stamped and inspected, and a card, in the place of an application's pictures. */
  file(
    fixture: DeskFixture,
    application: SeededApplication,
    unitName: string,
    values?: Partial<ApplicationValues>,
  ): Promise<void>
  close(): Promise<void>
}

/** What the drawn card's reader would have said. */
const cardReading: CardReading = {
  kind: 'idCard',
  turn: 0,
  side: 'front',
  idNumber: 'same',
  name: 'unread',
  regions: {
    idNumber: { x: 0.31, y: 0.77, width: 0.5, height: 0.08 },
    name: { x: 0.2, y: 0.12, width: 0.2, height: 0.1 },
  },
  doubts: [],
}

/** The pictures that reviewers look at, made as the service makes them. */
export const openRealScans = async (): Promise<RealScans> => {
  const fonts = await readFormFonts()
  const inspector = createSharpScanInspector()
  const watermark = openWatermark({ makeTile: watermarkTiles(fonts), host: { now: () => new Date() } })

  const inspect = async (jpeg: Uint8Array, kind: ScanKind): Promise<Inspection> => {
    const inspection = await inspector.inspect(jpeg, { kind })
    if (!inspection.ok) throw new Error(`the ${kind} was refused: ${inspection.problem.kind}`)
    return inspection.value
  }

  return {
    watermark,
    async file({ db, vault, objects }, { id, formNumber, scans }, unitName, values) {
      const pdf = await formComposer(fonts).compose({
        unitName,
        formNumber,
        link: `https://example.org/?form=${formNumber}`,
        composedAt: new Date('2026-11-23T02:00:00Z'),
        values: { ...applicantValues, ...values },
      })
      const card = new Uint8Array(readFileSync('src/assets/sample-id-card.jpg'))
      const seen = {
        form: await inspect(await signAndStamp(pdf), 'form'),
        idCard: { ...(await inspect(card, 'idCard')), reading: cardReading },
      }
      for (const kind of ['form', 'idCard'] as const) {
        const { jpeg, width, height, copies, reading } = seen[kind]
        const key = `scan/${scans[kind]}`
        await objects.put(key, jpeg)
        if (copies.upright) await objects.put(`${key}.upright`, copies.upright)
        await db
          .updateTable('scan')
          .set({
            width,
            height,
            bytes: jpeg.length,
            warnings: '[]',
            copies: JSON.stringify(copies.upright ? { upright: `${key}.upright` } : {}),
            reading: await vault.seal(JSON.stringify(reading), sealedIn.scanReading(scans[kind])),
          })
          .where('application_id', '=', id)
          .where('kind', '=', kind)
          .execute()
      }
    },
    close: async () => {
      await watermark.close()
      await inspector.close()
    },
  }
}
