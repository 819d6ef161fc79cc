import type { ScanProblem } from '../../core/problem.ts'
import type { Result } from '../../core/result.ts'
import { serveRequests } from '../helpers/serveRequests.ts'
import { boundWasmMemory } from './boundWasmMemory.ts'
import { convertPicture } from './convertPicture.ts'

export type ConvertReply = Result<Uint8Array, ScanProblem>

boundWasmMemory()
serveRequests(convertPicture)
