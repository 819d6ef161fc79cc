import type { ScanKind } from '../application.ts'
import type { News } from '../chat.ts'
import type { FormLayout } from '../formShape.ts'
import type { Host, Jobs, ObjectStore } from '../ports.ts'
import type { ScanProblem } from '../problem.ts'
import type { Result } from '../result.ts'
import type { Inspection, ScanInspector } from '../scan/inspection.ts'
import { judgeScan, type PlacedWarning } from '../scan/judgeScan.ts'
import type { ScanWarning } from '../scan/scanWarning.ts'
import {
  type CopyKeys,
  copyKey,
  copyNames,
  type FilingJob,
  removeScanObjects,
  scanKey,
  type ScanPlace,
  type ScanStore,
} from './scanStore.ts'

interface FilingPorts {
  readonly store: ScanStore
  readonly objects: ObjectStore
  readonly inspector: ScanInspector
  /** Of the forms that are printed. */
  readonly layout: FormLayout
  readonly host: Pick<Host, 'now'>
}
type Fetch = () => Promise<Result<Uint8Array, ScanProblem>>

/**
 * Inspects a picture and files it as the choice for what it shows, else for what it was sent for. Undefined when there
 * is nothing to tell.
 */
export const fileScan = async (
  ports: FilingPorts,
  fetch: Fetch,
  job: FilingJob,
  place: ScanPlace,
): Promise<News | undefined> => {
  if (place.earlier) return newsOfEarlier(job, place.earlier)
  const seen = await inspect(ports, fetch, job, place)
  if (seen.type !== 'scan') return { ...seen, picture: job.picture }
  const outcome = await store(ports, job, place, seen)
  if (outcome === 'chosen') return chosen(job, seen)
  await removeScanObjects(ports.objects, job.jobId)
  if (outcome === 'overtaken') return { type: 'scanReplaced' }
  // A correction in the meantime: the picture is held against the form that is valid now.
  const now = await ports.store.find(job)
  return now && fileScan(ports, fetch, job, now)
}

/** What an earlier run of the job stored and may not have told. */
export const newsOfEarlier = (job: Jobs['inspect'], earlier: NonNullable<ScanPlace['earlier']>): News =>
  earlier.isChoice ? chosen(job, earlier) : { type: 'scanReplaced' }

const chosen = (
  { jobId, kind: sentFor }: Jobs['inspect'],
  { kind, warnings }: { readonly kind: ScanKind; readonly warnings: readonly ScanWarning[] },
): News => ({
  type: 'scanChosen',
  kind,
  ...(sentFor === undefined || sentFor === kind ? {} : { sentFor }),
  scanId: jobId,
  warnings,
})

interface Scan {
  readonly type: 'scan'
  readonly kind: ScanKind
  readonly inspection: Inspection
  readonly warnings: readonly PlacedWarning[]
}
type Seen =
  | Scan
  | { readonly type: 'scanRefused'; readonly kind?: ScanKind; readonly problem: ScanProblem }
  | { readonly type: 'scanUnclear' }

const refused = (problem: ScanProblem, kind: ScanKind | undefined): Seen => ({
  type: 'scanRefused',
  ...(kind === undefined ? {} : { kind }),
  problem: problem.kind === 'greyscale' && kind !== undefined ? { ...problem, of: kind } : problem,
})

const inspect = async (
  { inspector, layout }: FilingPorts,
  fetch: Fetch,
  { kind: sentFor, convert }: FilingJob,
  place: ScanPlace,
): Promise<Seen> => {
  const fetched = await fetch()
  const bytes = convert && fetched.ok ? await inspector.convert(fetched.value) : fetched
  if (!bytes.ok) return refused(bytes.problem, sentFor)
  const seen = await inspector.inspect(bytes.value, { kind: sentFor, holder: place.holder })
  if (!seen.ok) return refused(seen.problem, sentFor)

  const kind = seen.value.shows ?? sentFor
  if (kind === undefined) return { type: 'scanUnclear' }
  if (!place.missing.includes(kind)) return refused({ kind: 'alreadyThere', shows: kind }, kind)
  const { problem, warnings } = judgeScan(kind, seen.value, place, layout)
  return problem ? refused(problem, kind) : { type: 'scan', kind, inspection: seen.value, warnings }
}

/** The objects first, so that no stored scan is without them. */
const store = async (
  ports: FilingPorts,
  { jobId: id, applicationId }: FilingJob,
  { revision }: ScanPlace,
  { kind, inspection, warnings }: Scan,
): ReturnType<ScanStore['choose']> => {
  const { jpeg, width, height, reading, likeness } = inspection
  const made = { ...inspection.copies, marked: await mark(ports.inspector, inspection, warnings) }
  const copies: { -readonly [Name in keyof CopyKeys]: CopyKeys[Name] } = {}
  const objectKey = scanKey(id)
  const objects: [key: string, bytes: Uint8Array][] = [[objectKey, jpeg]]
  for (const name of copyNames) {
    const bytes = made[name]
    if (bytes === undefined) continue
    const key = copyKey(id, name)
    copies[name] = key
    objects.push([key, bytes])
  }
  await putAll(ports.objects, objects)
  return ports.store.choose(
    {
      id,
      applicationId,
      kind,
      revision,
      objectKey,
      copies,
      jpeg,
      width,
      height,
      reading,
      likeness,
      warnings,
    },
    ports.host.now(),
  )
}

/** At once; when one fails it waits for the others, so that none arrives after the next try has cleared up. */
const putAll = async (
  store: Pick<ObjectStore, 'put'>,
  objects: readonly (readonly [key: string, bytes: Uint8Array])[],
): Promise<void> => {
  const outcomes = await Promise.allSettled(objects.map(async ([key, bytes]) => store.put(key, bytes)))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

/** The numbers in the picture are those of the warnings, in their order. */
const mark = async (
  inspector: ScanInspector,
  { jpeg, reading }: Inspection,
  warnings: readonly PlacedWarning[],
): Promise<Uint8Array | undefined> => {
  const regions = warnings.map(({ region }) => region)
  return regions.length === 0 ? undefined : inspector.mark(jpeg, regions, reading?.turn ?? 0)
}
