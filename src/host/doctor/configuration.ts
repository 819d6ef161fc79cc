import { Fault } from '../../core/fault.ts'
import { type Config, readConfig } from '../config.ts'
import { fault, fine, type Finding } from './finding.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The configuration as far as it stands, and what does not. */
export interface SoundConfig {
  readonly config: Config
  readonly findings: readonly Finding[]
  /** Whether none of these variables is at fault: one that is counts as absent in `config`, and is not. */
  readonly stands: (...names: readonly (keyof Config)[]) => boolean
}

/** Reads the variables that are well-formed, so that what does not need the others can still be looked at. */
export const readSoundConfig = (environment: Environment): SoundConfig => {
  const faulty = new Set(Object.keys(environment).filter((name) => !isSound({ [name]: environment[name] })))
  try {
    const config = readConfig(environment)
    return {
      config,
      findings: [fine('configuration', 'Every variable is well-formed.')],
      stands: () => true,
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const sound = Object.fromEntries(Object.entries(environment).filter(([name]) => !faulty.has(name)))
    const { TELEGRAM_BOT_TOKEN, ...others } = sound
    return {
      // Apart, because a bot with a public address is refused without its secret.
      config: {
        ...readConfig(others),
        TELEGRAM_BOT_TOKEN: readConfig({ TELEGRAM_BOT_TOKEN }).TELEGRAM_BOT_TOKEN,
      },
      findings: sentencesOf(error).map((sentence) =>
        fault(
          'configuration',
          `${sentence}.`,
          'Set it in the environment or in .env; .env.example shows how.',
        ),
      ),
      stands: (...names) => !names.some((name) => faulty.has(name)),
    }
  }
}

const isSound = (environment: Environment): boolean => {
  try {
    readConfig(environment)
    return true
  } catch (error) {
    if (error instanceof Fault) return false
    throw error
  }
}

/** One line for each variable follows the first. */
const sentencesOf = ({ message }: Fault): readonly string[] =>
  message
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
