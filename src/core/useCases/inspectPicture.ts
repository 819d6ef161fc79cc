import type { Language, ScanKind } from '../application.ts'
import type { Incoming, News, PictureRef } from '../chat.ts'
import { Fault } from '../fault.ts'
import type { ChatSender, Host, Jobs, ObjectStore } from '../ports.ts'
import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Inspection, ScanInspector } from '../scan/inspection.ts'
import { judgeScan, type ScanWarning } from '../scan/judgeScan.ts'

export interface ScanStore {
  /** What a scan is held against; undefined when the chat is not at the application, or it takes no scans now. */
  find(job: Jobs['inspect']): Promise<ScanPlace | undefined>
  /**
   * Makes the scan the choice of its kind, and clears the choice before it. False, and nothing done, when the
   * application takes no scans any more.
   */
  choose(scan: ChosenScan, now: Date): Promise<boolean>
}

export interface ScanPlace {
  readonly language: Language
  readonly formNumber: string
  /** What an earlier run of the same job stored: the choice, or what was a choice and has been replaced or sent since. */
  readonly earlier: { readonly isChoice: boolean; readonly warnings: readonly ScanWarning[] } | undefined
}

export interface ChosenScan {
  readonly id: string
  readonly applicationId: string
  readonly kind: ScanKind
  readonly objectKey: string
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
  readonly warnings: readonly ScanWarning[]
}

interface InspectPicturePorts {
  readonly store: ScanStore
  readonly objects: ObjectStore
  readonly inspector: ScanInspector
  readonly fetchPicture: ChatSender['fetchPicture']
  readonly takeTurn: (incoming: Incoming) => Promise<unknown>
  readonly host: Pick<Host, 'now'>
}

/**
 * Fetches a picture, inspects it, and makes it the applicant's choice (R8, R9), then tells the chat, once however
 * often the job runs: the scan's id is the job's. An uploaded picture is removed when nothing can need it any more.
 */
export const inspectPicture =
  (ports: InspectPicturePorts) =>
  async (job: Jobs['inspect']): Promise<void> => {
    const place = await ports.store.find(job)
    const news = place && (await inspected(ports, job, place))
    if (news)
      await ports.takeTurn({
        channel: job.channel,
        chatId: job.chatId,
        language: place.language,
        updateId: `job:${job.jobId}`,
        input: { type: 'news', news },
      })
    if (job.picture.source === 'upload' && !isOfferedSmaller(news))
      await ports.objects.remove(job.picture.key)
  }

/** Undefined when there is nothing to tell. */
const inspected = async (
  ports: InspectPicturePorts,
  job: Jobs['inspect'],
  place: ScanPlace,
): Promise<News | undefined> => {
  const { jobId, applicationId, kind, picture } = job
  const chosen = (warnings: readonly ScanWarning[]): News => ({
    type: 'scanChosen',
    kind,
    scanId: jobId,
    warnings,
  })
  if (place.earlier) return place.earlier.isChoice ? chosen(place.earlier.warnings) : undefined

  const result = await inspect(ports, job, place)
  if (!result.ok) return { type: 'scanRefused', kind, problem: result.problem, picture }
  const { jpeg, width, height, warnings } = result.value
  const objectKey = `scan/${jobId}`
  await ports.objects.put(objectKey, jpeg)
  const scan = { id: jobId, applicationId, kind, objectKey, jpeg, width, height, warnings }
  if (await ports.store.choose(scan, ports.host.now())) return chosen(warnings)
  await ports.objects.remove(objectKey)
  return undefined
}

const inspect = async (
  ports: InspectPicturePorts,
  { kind, picture, shrink }: Jobs['inspect'],
  { formNumber }: ScanPlace,
): Promise<Result<Inspection & { readonly warnings: readonly ScanWarning[] }, ScanProblem>> => {
  const fetched = await fetchBytes(ports, picture)
  if (!fetched) return fail({ kind: 'unavailable' })
  const bytes = shrink ? await ports.inspector.shrink(fetched) : ok(fetched)
  if (!bytes.ok) return bytes
  const inspection = await ports.inspector.inspect(bytes.value, kind)
  if (!inspection.ok) return inspection
  const { problem, warnings } = judgeScan(kind, inspection.value, { formNumber })
  return problem ? fail(problem) : ok({ ...inspection.value, warnings })
}

const fetchBytes = async (
  { objects, fetchPicture }: InspectPicturePorts,
  picture: PictureRef,
): Promise<Uint8Array | undefined> => {
  if (picture.source === 'upload') return objects.find(picture.key)
  try {
    return await fetchPicture(picture)
  } catch (error) {
    if (error instanceof Fault && error.kind === 'refused') return undefined
    throw error
  }
}

const isOfferedSmaller = (news: News | undefined): boolean =>
  news?.type === 'scanRefused' && news.problem.kind === 'tooLarge' && news.problem.shrinkable
