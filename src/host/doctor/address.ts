import type { Config } from '../config.ts'
import { isLoopbackAddress, isLoopbackName } from '../loopback.ts'
import type { SoundConfig } from './configuration.ts'
import { fault, fine, type Finding, unseen, warning } from './finding.ts'

/** What came back from `/readyz`; undefined when nothing did. */
export interface ReadyAnswer {
  readonly status: number
  readonly body: string
}

const patienceMs = 5_000

/** Whether the service answers where people reach it, as seen from this machine. */
export const lookAtAddress = async ({ config, stands }: SoundConfig): Promise<readonly Finding[]> => {
  if (!stands('PUBLIC_URL')) return [unseen('address', 'PUBLIC_URL is at fault')]
  return judgeAddress(config, config.PUBLIC_URL && (await askReady(config.PUBLIC_URL)))
}

const askReady = async (address: string): Promise<ReadyAnswer | undefined> => {
  try {
    const response = await fetch(`${address}/readyz`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    return { status: response.status, body: (await response.text()).slice(0, 1_000) }
  } catch {
    // Whatever fetch throws means: no answer. Why, differs by host and may quote the address.
    return undefined
  }
}

export const judgeAddress = (
  { PUBLIC_URL, HOST }: Pick<Config, 'PUBLIC_URL' | 'HOST'>,
  answer: ReadyAnswer | undefined | '',
): readonly Finding[] => {
  if (PUBLIC_URL === undefined)
    return [
      isLoopbackAddress(HOST) || HOST === 'localhost'
        ? fine('address', 'Without PUBLIC_URL the service is for this machine alone.')
        : warning(
            'address',
            'The service listens to other machines, but PUBLIC_URL is not set.',
            'Put a proxy with https before it, and set PUBLIC_URL to its address.',
          ),
    ]
  const { protocol, hostname } = new URL(PUBLIC_URL)
  const plain =
    protocol === 'http:' && !isLoopbackName(hostname)
      ? [
          warning(
            'address',
            'PUBLIC_URL is not https: what people send can be read on the way.',
            'Serve https.',
          ),
        ]
      : []
  return [...plain, judgeAnswer(answer === '' ? undefined : answer)]
}

const judgeAnswer = (answer: ReadyAnswer | undefined): Finding => {
  if (!answer)
    return warning(
      'address',
      'PUBLIC_URL cannot be reached from this machine.',
      'Ask for PUBLIC_URL/readyz from outside: many networks do not lead back in.',
    )
  const ready = parseReady(answer.body)
  if (answer.status === 200 && ready?.status === 'ready')
    return fine('address', 'The service answers at PUBLIC_URL and is ready.')
  if (ready?.status === 'notReady')
    return fault(
      'address',
      `The service answers at PUBLIC_URL, and says it is not ready${ready.failing.length > 0 ? `: ${ready.failing.join(', ')}` : ''}.`,
      'See the other faults, and its log.',
    )
  return fault(
    'address',
    `Something else than the service answers at PUBLIC_URL (status ${answer.status}).`,
    'Let the proxy lead to HOST and PORT, and start the service.',
  )
}

const parseReady = (
  body: string,
): { readonly status: string; readonly failing: readonly string[] } | undefined => {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('status' in value)) return undefined
  const failing: readonly unknown[] = 'failing' in value && Array.isArray(value.failing) ? value.failing : []
  return {
    status: String(value.status),
    // Short names of parts, and nothing that a stranger at this address would like printed.
    failing: failing.filter(
      (name): name is string => typeof name === 'string' && /^[a-zA-Z]{1,20}$/u.test(name),
    ),
  }
}
