import { parentPort } from 'node:worker_threads'
import type { ScanProblem } from '../../core/problem.ts'
import type { Result } from '../../core/result.ts'
import { boundWasmMemory } from './boundWasmMemory.ts'
import { convertPicture, type ConvertiblePicture } from './convertPicture.ts'

export type ConvertReply = Result<Uint8Array, ScanProblem>

boundWasmMemory()
parentPort?.on('message', (picture: ConvertiblePicture) => {
  // A rejection is left unhandled on purpose: it ends the thread, and its owner starts a new one.
  void convertPicture(picture).then((answer) => parentPort?.postMessage(answer, []))
})
parentPort?.postMessage('ready', [])
