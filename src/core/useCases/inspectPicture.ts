import type { Language, ScanKind } from '../application.ts'
import type { Incoming, News, PictureRef } from '../chat.ts'
import { Fault } from '../fault.ts'
import type { ChatSender, Host, Jobs, ObjectStore } from '../ports.ts'
import type { ScanProblem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Inspection, ScanInspector } from '../scan/inspection.ts'
import { judgeScan } from '../scan/judgeScan.ts'
import type { ScanWarning } from '../scan/scanWarning.ts'

export interface ScanStore {
  /** What a scan is held against; undefined when the chat is not at the application, or it takes no scans now. */
  find(job: Jobs['inspect']): Promise<ScanPlace | undefined>
  /**
   * Makes the scan the choice of its kind, and clears the choice before it. False, and nothing done, when the
   * application takes no scans any more or has another form than the one the scan was held against.
   */
  choose(scan: ChosenScan, now: Date): Promise<boolean>
}

export interface ScanPlace {
  readonly language: Language
  /** Of the form that is valid now, which is the application's revision of this count. */
  readonly formNumber: string
  readonly revision: number
  /** The numbers of the application's earlier forms. */
  readonly superseded: readonly string[]
  /** What an earlier run of the same job stored: the choice, or what was a choice and has been replaced or sent since. */
  readonly earlier: { readonly isChoice: boolean; readonly warnings: readonly ScanWarning[] } | undefined
}

export interface ChosenScan {
  readonly id: string
  readonly applicationId: string
  readonly kind: ScanKind
  /** The revision whose form it was held against. */
  readonly revision: number
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
    if (news) await tell(ports, job, place.language, news)
    if (!isOfferedSmaller(news)) await removeUpload(ports, job)
  }

/**
 * Tells the chat of a picture whose inspection failed for good (the chat service would not hand it out for long) that
 * it is unavailable, so that it is sent once more; of a picture that was chosen before the failure, that it was.
 */
export const giveUpInspecting =
  (ports: Pick<InspectPicturePorts, 'store' | 'objects' | 'takeTurn'>) =>
  async (job: Jobs['inspectFailed']): Promise<void> => {
    const { kind, picture } = job
    const place = await ports.store.find(job)
    const news = place?.earlier
      ? newsOfEarlier(job, place.earlier)
      : ({ type: 'scanRefused', kind, problem: { kind: 'unavailable' }, picture } as const)
    if (place && news) await tell(ports, job, place.language, news)
    await removeUpload(ports, job)
  }

/** One inspection is told once, however it ends. */
const tell = (
  { takeTurn }: Pick<InspectPicturePorts, 'takeTurn'>,
  { channel, chatId, jobId }: Jobs['inspect'],
  language: Language,
  news: News,
): Promise<unknown> =>
  takeTurn({ channel, chatId, language, updateId: `job:${jobId}`, input: { type: 'news', news } })

const removeUpload = async (
  { objects }: Pick<InspectPicturePorts, 'objects'>,
  { picture }: Jobs['inspect'],
): Promise<void> => {
  if (picture.source === 'upload') await objects.remove(picture.key)
}

const chosen = ({ jobId, kind }: Jobs['inspect'], warnings: readonly ScanWarning[]): News => ({
  type: 'scanChosen',
  kind,
  scanId: jobId,
  warnings,
})

const newsOfEarlier = (
  job: Jobs['inspect'],
  { isChoice, warnings }: NonNullable<ScanPlace['earlier']>,
): News | undefined => (isChoice ? chosen(job, warnings) : undefined)

/** Undefined when there is nothing to tell. */
const inspected = async (
  ports: InspectPicturePorts,
  job: Jobs['inspect'],
  place: ScanPlace,
): Promise<News | undefined> => {
  if (place.earlier) return newsOfEarlier(job, place.earlier)
  const { jobId, applicationId, kind, picture } = job
  const result = await inspect(ports, job, place)
  if (!result.ok) return { type: 'scanRefused', kind, problem: result.problem, picture }
  const { jpeg, width, height, warnings } = result.value
  const objectKey = `scan/${jobId}`
  await ports.objects.put(objectKey, jpeg)
  const { revision } = place
  const scan = { id: jobId, applicationId, kind, revision, objectKey, jpeg, width, height, warnings }
  if (await ports.store.choose(scan, ports.host.now())) return chosen(job, warnings)
  await ports.objects.remove(objectKey)
  // A correction in the meantime: the picture is held against the form that is valid now.
  const now = await ports.store.find(job)
  return now && inspected(ports, job, now)
}

const inspect = async (
  ports: InspectPicturePorts,
  { kind, picture, shrink }: Jobs['inspect'],
  { formNumber, superseded }: ScanPlace,
): Promise<Result<Inspection & { readonly warnings: readonly ScanWarning[] }, ScanProblem>> => {
  const fetched = await fetchBytes(ports, picture)
  if (!fetched) return fail({ kind: 'unavailable' })
  const bytes = shrink ? await ports.inspector.convert(fetched) : ok(fetched)
  if (!bytes.ok) return bytes
  const inspection = await ports.inspector.inspect(bytes.value, { kind })
  if (!inspection.ok) return inspection
  const { problem, warnings } = judgeScan(kind, inspection.value, { formNumber, superseded })
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
  news?.type === 'scanRefused' && news.problem.kind === 'tooLarge' && news.problem.convertible
