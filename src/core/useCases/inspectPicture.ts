import type { Language } from '../application.ts'
import type { Incoming, News } from '../chat.ts'
import type { FormLayout } from '../formShape.ts'
import type { ChatSender, Host, Jobs, ObjectStore } from '../ports.ts'
import type { ScanInspector } from '../scan/inspection.ts'
import { convertibleTo } from '../scan/convertibleTo.ts'
import { fetchPicture } from './fetchPicture.ts'
import { fileScan, newsOfEarlier } from './fileScan.ts'
import { recognisePicture } from './recognisePicture.ts'
import { removeScanObjects, type ScanStore } from './scanStore.ts'

export interface InspectPicturePorts {
  readonly store: ScanStore
  readonly objects: ObjectStore
  readonly inspector: ScanInspector
  /** Of the forms that are printed. */
  readonly layout: FormLayout
  readonly fetchPicture: ChatSender['fetchPicture']
  readonly takeTurn: (incoming: Incoming) => Promise<unknown>
  readonly host: Pick<Host, 'now'>
}

/**
 * Fetches a picture and inspects it: as a scan of the chat's application, which it becomes the choice for (R8, R9), or,
 * while no application is known, to see which form it shows. Then tells the chat, once however often the job runs: the
 * scan's id is the job's. An uploaded picture is removed when nothing can need it any more.
 */
export const inspectPicture =
  (ports: InspectPicturePorts) =>
  async (job: Jobs['inspect']): Promise<void> => {
    const { applicationId } = job
    const fetch = () => fetchPicture(ports, job)
    if (applicationId === undefined) {
      const language = await ports.store.listener(job.chatId)
      return end(ports, job, language, language && (await recognisePicture(ports, fetch, job)))
    }
    const filing = { ...job, applicationId }
    const place = await ports.store.find(filing)
    await end(ports, job, place?.language, place && (await fileScan(ports, fetch, filing, place)))
  }

/**
 * Tells the chat of a picture whose inspection failed for good (the chat service would not hand it out for long) that
 * it is unavailable, so that it is sent once more; of a picture that was chosen before the failure, that it was.
 */
export const giveUpInspecting =
  (ports: Pick<InspectPicturePorts, 'store' | 'objects' | 'takeTurn'>) =>
  async (job: Jobs['inspectFailed']): Promise<void> => {
    const { applicationId, kind, picture } = job
    const unavailable: News = {
      type: 'scanRefused',
      ...(kind === undefined ? {} : { kind }),
      problem: { kind: 'unavailable' },
      picture,
    }
    if (applicationId === undefined)
      return end(ports, job, await ports.store.listener(job.chatId), unavailable)
    const place = await ports.store.find({ ...job, applicationId })
    await end(ports, job, place?.language, place?.earlier ? newsOfEarlier(job, place.earlier) : unavailable)
  }

/** Tells what was found, if anybody is there to be told, and removes what nobody can need any more. */
const end = async (
  { store, objects, takeTurn }: Pick<InspectPicturePorts, 'store' | 'objects' | 'takeTurn'>,
  { channel, chatId, jobId, picture }: Jobs['inspect'],
  language: Language | undefined,
  news: News | undefined,
): Promise<void> => {
  if (language !== undefined && news !== undefined)
    await takeTurn({ channel, chatId, language, updateId: `job:${jobId}`, input: { type: 'news', news } })
  if (news?.type !== 'scanChosen' && !(await store.isStored(jobId))) await removeScanObjects(objects, jobId)
  if (picture.source === 'upload' && (language === undefined || !isNeeded(news)))
    await objects.remove(picture.key)
}

/** Whether the picture itself may be asked for again: to be converted, or to be filed once it is known where. */
const isNeeded = (news: News | undefined): boolean =>
  news?.type === 'scanUnclear' ||
  news?.type === 'pictureRead' ||
  (news?.type === 'scanRefused' && convertibleTo(news.problem) !== undefined)
