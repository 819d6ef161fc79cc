import { sealedObjects } from '../../adapters/keys/sealedObjects.ts'
import { deriveSecret, vaultFromKey } from '../../adapters/keys/vault.ts'
import { r2Objects } from '../../adapters/r2/r2Objects.ts'
import { Fault } from '../../core/fault.ts'
import type { ObjectStore } from '../../core/ports.ts'
import { type Config, readConfig } from '../config.ts'
import { sampleAsset } from '../sampleAsset.ts'
import { secretPurposes } from '../secretPurposes.ts'
import { barcodeAddresses, type Parts } from '../service.ts'
import type { Bindings } from './bindings.ts'
import { openForm } from './openForm.ts'
import { objectsInTurn } from './objectsInTurn.ts'
import { readAsset } from './readAsset.ts'

/** What worker.ts alone reads and writes. */
export type World = Pick<Parts, 'host' | 'log'>

/** What of a service lasts as long as the isolate. */
export interface Lasting {
  readonly parts: Omit<Parts, 'db' | 'background' | 'objects'>
  /** Opens the door to the sealed objects for a process of ours that runs elsewhere. */
  readonly doorSecret: string
}

/** A value, never a promise: one that a cancelled request began would leave every later request waiting for it. */
let lasting: Lasting | undefined

/** Prepared by the first request. Throws a Fault `alert` that names what is missing. */
export const getLasting = async (bindings: Bindings, world: World): Promise<Lasting> => {
  lasting ??= await prepare(bindings, world)
  return lasting
}

const prepare = async (bindings: Bindings, world: World): Promise<Lasting> => {
  const config = configOf(bindings)
  if (config.MASTER_KEY === undefined || config.PUBLIC_URL === undefined)
    throw new Fault('alert', 'MASTER_KEY and PUBLIC_URL are required on Workers: set them with wrangler.')
  const masterKey = Uint8Array.from(atob(config.MASTER_KEY), (character) => character.charCodeAt(0))
  const form = await openForm(config, bindings)
  const parts: Lasting['parts'] = {
    config,
    address: config.PUBLIC_URL,
    vault: await vaultFromKey(masterKey),
    ...form,
    sample: async (picture) => readAsset(bindings.ASSETS, `assets/${sampleAsset(picture)}`),
    deskSecret: await deriveSecret(masterKey, secretPurposes.desk),
    ...world,
    barcodeAddresses: barcodeAddresses(config.PUBLIC_URL),
  }
  return { parts, doorSecret: await deriveSecret(masterKey, secretPurposes.objects) }
}

/** The bucket as it is, and sealed as everything but the door sees it. */
export const openObjects = (
  { SCANS }: Bindings,
  { parts: { vault, host } }: Lasting,
): { readonly stored: ObjectStore; readonly objects: ObjectStore } => {
  const stored = r2Objects(SCANS)
  return { stored, objects: objectsInTurn(sealedObjects(stored, vault), host.now) }
}

/** A faulty configuration as a Fault, because its message names variables alone and is all that the log can tell. */
const configOf = (environment: object): Config => {
  const variables = Object.entries(environment).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  try {
    return readConfig(Object.fromEntries(variables))
  } catch (error) {
    throw error instanceof Error ? new Fault('alert', error.message) : error
  }
}
