import type { CameraSettings } from './camera.ts'
import type { Range } from './chance.ts'
import type { FormWords } from './formPages.ts'
import type { SealSettings } from './seals.ts'
import type { SignatureSettings } from './signatures.ts'

/** Everything that a set of made-up scans is drawn from. */
export interface Profile {
  readonly name: 'tuning' | 'judging'
  /** Case 0 of a set has this seed; no seed of one set is one of the other. */
  readonly firstSeed: number
  readonly words: FormWords
  readonly seal: SealSettings
  /** Of a seal over the box for the signature, where it differs. */
  readonly strayInks?: SealSettings['inks']
  /** Millimetres by which a seal is away from the middle of its box, and degrees by which it is turned. */
  readonly sealOff: Range
  readonly sealTurn: number
  readonly signature: SignatureSettings
  /** How often a signature has its writer's own square seal beside it. */
  readonly nameSeal: number
  /** How black the printer prints, 0 to 1, and how often the page was folded. */
  readonly toner: Range
  readonly folded: number
  readonly cameras: readonly CameraSettings[]
  readonly mishaps: {
    /** Millimetres on the page. */
    readonly defocus: Range
    readonly motion: Range
    readonly glareRadius: Range
    readonly cutOff: Range
    /** The share of light that is left. */
    readonly darkened: Range
    readonly screen: { readonly pitch: Range; readonly depth: Range }
  }
}
