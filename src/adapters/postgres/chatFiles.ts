import type { Kysely } from 'kysely'
import type { SamplePicture } from '../../core/chat.ts'
import { Fault } from '../../core/fault.ts'
import type { FormComposer } from '../../core/form.ts'
import type { ChatFiles, Forms, ObjectStore } from '../../core/ports.ts'
import type { CopyKeys } from '../../core/useCases/scanStore.ts'
import type { Database } from './schema.ts'

/**
 * The files a chat may see: the samples, and the form and scans of an application that it is at or that is told to
 * it. Anything else is undefined, and so is what was erased.
 */
export const chatFiles = (
  db: Kysely<Database>,
  files: {
    readonly objects: ObjectStore
    readonly forms: Forms
    readonly composer: Pick<FormComposer, 'compose'>
    /** Hears of a form that no longer gives the bytes it gave first. */
    readonly report: (fault: Fault) => void
    readonly sample: (picture: SamplePicture) => Promise<Uint8Array>
  },
): ChatFiles => ({
  async document(chatId, { applicationId }) {
    if (!isUuid(applicationId)) return undefined
    const seen = await ofChat(db, chatId)
      .select('application.id')
      .where('application.id', '=', applicationId)
      .executeTakeFirst()
    const content = seen && (await files.forms.find(applicationId))
    if (!content) return undefined
    const pdf = await files.composer.compose(content)
    // The applicant is served all the same: the paper says the same, only its bytes differ.
    if (!(await files.forms.keepDigest(content.formNumber, await sha256(pdf))))
      files.report(
        new Fault('alert', `The form of application ${applicationId} has other bytes than at first.`),
      )
    return pdf
  },

  async picture(chatId, picture) {
    if ('of' in picture) return files.sample(picture)
    if (!isUuid(picture.scanId)) return undefined
    const scan = await ofChat(db, chatId)
      .innerJoin('scan', 'scan.application_id', 'application.id')
      .select(['scan.object_key', 'scan.copies'])
      .where('scan.id', '=', picture.scanId)
      .where('scan.state', 'in', ['chosen', 'sent', 'replaced'])
      .executeTakeFirst()
    if (!scan?.object_key) return undefined
    const copy = picture.kind === 'scan' ? undefined : (scan.copies as CopyKeys)[picture.kind]
    const bytes = await files.objects.find(copy ?? scan.object_key)
    if (!bytes) throw new Fault('alert', 'A scan is missing from the object store.')
    return bytes
  },
})

const ofChat = (db: Kysely<Database>, chatId: string) =>
  db
    .selectFrom('chat')
    .innerJoin('application', (join) =>
      join.on((on) =>
        on.or([
          on('application.id', '=', on.ref('chat.application_id')),
          on('application.chat_id', '=', on.ref('chat.id')),
        ]),
      ),
    )
    .where('chat.id', '=', chatId)

const sha256 = async (bytes: Uint8Array): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Ids come from links that anybody can write; the database would take offence at any other text. */
const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u.test(text)
