import { peerPage } from '../formRecord.ts'
import { peers } from './peers.ts'

/** One peer alone, named on the command line: its first document, and when and in how much memory it was there. */
const name = process.argv[2] ?? ''
const prepare = peers[name]
if (prepare === undefined) throw new Error(`no peer ${name}`)
const compose = await prepare()
await compose(peerPage(0))
process.stdout.write(
  JSON.stringify({ firstMs: performance.now(), rssMB: process.memoryUsage.rss() / 1_048_576 }),
)
