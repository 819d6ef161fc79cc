import type { ChatScan } from '../turn.ts'
import { cardWarnings } from './judgeScan.ts'
import type { ScanReading } from './reading.ts'

/**
 * What is doubtful about a scan, for the desk: what its chat was warned about; of a card that was read after the chat
 * had its answer, what was read, with no tries, as nobody was told.
 */
export const warningsForDesk = (
  { warnings, tries }: Pick<ChatScan, 'warnings' | 'tries'>,
  reading: ScanReading | undefined,
): Pick<ChatScan, 'warnings' | 'tries'> =>
  warnings.length === 0 && reading?.kind === 'idCard'
    ? { warnings: cardWarnings(reading), tries: 0 }
    : { warnings, tries }
