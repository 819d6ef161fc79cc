import { formComposer } from '../src/adapters/pdf/formComposer.ts'
import { readFormFonts } from '../src/adapters/pdf/fontFiles.ts'
import { formRecord } from './formRecord.ts'

/** Ours alone, to be bundled as it is when it runs: one document, and when and in how much memory it was there. */
await formComposer(await readFormFonts()).compose(formRecord(0))
process.stdout.write(
  JSON.stringify({ firstMs: performance.now(), rssMB: process.memoryUsage.rss() / 1_048_576 }),
)
