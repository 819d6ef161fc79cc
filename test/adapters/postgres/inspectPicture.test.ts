import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatFiles } from '../../../src/adapters/postgres/chatFiles.ts'
import { removeClearedScans } from '../../../src/adapters/postgres/clearedScans.ts'
import { forms } from '../../../src/adapters/postgres/forms.ts'
import { enqueue } from '../../../src/adapters/postgres/jobs.ts'
import { scanStore } from '../../../src/adapters/postgres/scans.ts'
import type { Incoming, News, PictureRef } from '../../../src/core/chat.ts'
import { Fault } from '../../../src/core/fault.ts'
import { formLayout } from '../../../src/core/formLayout.ts'
import type { Jobs, ObjectStore } from '../../../src/core/ports.ts'
import { fail, ok } from '../../../src/core/result.ts'
import type { ScanKind } from '../../../src/core/application.ts'
import type { Asked, ScanInspector } from '../../../src/core/scan/inspection.ts'
import type { CardReading, FormReading, PagePlace } from '../../../src/core/scan/reading.ts'
import type { ChatApplication } from '../../../src/core/turn.ts'
import { giveUpInspecting, inspectPicture } from '../../../src/core/useCases/inspectPicture.ts'
import type { ScanStore } from '../../../src/core/useCases/scanStore.ts'
import { memoryObjects } from '../../support/memoryObjects.ts'
import { compose, type Fixture, later, now, openFixture, reviseEffect, take, values } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

let chatId: string
let applicationId: string
let link: string
let objects: ObjectStore
let told: News[]
beforeEach(async () => {
  chatId = `web:${randomUUID()}`
  const composed = await compose(fixture, chatId)
  ;({ applicationId, link } = composed)
  objects = memoryObjects()
  told = []
  asked = []
})

const region = { x: 0, y: 0, width: 1, height: 0.5 }
const filling: PagePlace = { map: [1 / 210, 0, 0, 0, 1 / 297, 0, 0, 0] }

const formReading = (code: string | undefined): FormReading => ({
  kind: 'form',
  code: code === undefined ? undefined : { text: code, region },
  turn: 90,
  page: filling,
  seal: { region, diameter: 42, roundness: 1, ink: 1 },
  signature: { region },
  doubts: [],
})
const cardReading = (isRead: boolean): CardReading => ({
  kind: 'idCard',
  turn: 0,
  side: 'front',
  idNumber: isRead ? 'same' : 'unread',
  name: 'unread',
  regions: {},
  doubts: [],
})

/** Reads a picture as what it says: `card`, `nothing` of either, its size or colour, or the text of a form's barcode. */
const readAs = (text: string, kind: ScanKind | undefined): ReturnType<ScanInspector['inspect']> => {
  if (text === 'large')
    return Promise.resolve(fail({ kind: 'tooLarge', bytes: 2e6, maxBytes: 1, convertible: true }))
  if (text === 'heic') return Promise.resolve(fail({ kind: 'notJpeg', found: 'heic', convertible: true }))
  if (text === 'grey') return Promise.resolve(fail({ kind: 'greyscale' }))
  const shows = text === 'card' ? 'idCard' : text.startsWith('http') ? 'form' : undefined
  const of = shows ?? kind
  const form = formReading(text === 'no code' || text === 'card' ? undefined : text)
  return Promise.resolve(
    ok({
      width: 3,
      height: 4,
      jpeg: Buffer.from(`jpeg of ${text}`),
      shows,
      reading: of === undefined ? undefined : of === 'form' ? form : cardReading(text === 'card'),
      copies: { upright: Buffer.from(`upright ${text}`), thumbnail: Buffer.from(`small ${text}`) },
      likeness: new Uint8Array(32).fill(text.length),
    }),
  )
}

let asked: Asked[]
const inspector: ScanInspector = {
  inspect: async (bytes, what) => {
    asked.push(what)
    return readAs(Buffer.from(bytes).toString(), what.kind)
  },
  convert: async () => ok(Buffer.from(link)),
  mark: async (jpeg, regions, turn) => Buffer.from(`${regions.length} marks, ${turn}°, on ${String(jpeg)}`),
}

const stored = (): ScanStore => scanStore(fixture.db, fixture.vault)

/** Stores the turn that the conversation would take, and keeps the news it would tell. */
const takeTurn = async ({ updateId, input }: Incoming): Promise<void> => {
  const outcome = await take(fixture, chatId, {}, { updateId })
  if (outcome === 'taken' && input.type === 'news') told.push(input.news)
}

type Ports = Parameters<typeof inspectPicture>[0]
const inspect = async (job: Jobs['inspect'], ports: Partial<Ports> = {}): Promise<void> =>
  inspectPicture({
    store: stored(),
    objects,
    inspector,
    layout: formLayout,
    fetchPicture: async () => Buffer.from(link),
    takeTurn,
    host: fixture.host,
    ...ports,
  })(job)

const upload = async (text: string): Promise<PictureRef> => {
  const key = `upload/${randomUUID()}`
  await objects.put(key, Buffer.from(text))
  return { source: 'upload', key, bytes: text.length }
}

const jobFor = (picture: PictureRef, options: Partial<Jobs['inspect']> = {}): Jobs['inspect'] => ({
  jobId: randomUUID(),
  channel: 'web',
  chatId,
  applicationId,
  kind: 'form',
  picture,
  convert: false,
  ...options,
})

/** As the turn stores it that took the picture: which came later is known by that. */
const enqueued = async (options: Partial<Jobs['inspect']> = {}, text = link): Promise<Jobs['inspect']> => {
  const job = jobFor(await upload(text), options)
  await fixture.db.transaction().execute((trx) => enqueue(trx, 'inspect', job))
  return job
}

const scansOf = async (): Promise<ChatApplication['scans'] | undefined> => {
  let scans: ChatApplication['scans'] | undefined
  await take(fixture, chatId, async ({ application }) => {
    scans = application?.scans
    return {}
  })
  return scans
}

const isThere = async (picture: PictureRef): Promise<boolean> =>
  picture.source === 'upload' && (await objects.find(picture.key)) !== undefined

describe('a picture', () => {
  it('becomes the choice of its kind, and its upload is removed', async () => {
    const picture = await upload(link)
    const job = jobFor(picture)
    await inspect(job)
    expect(told).toEqual([{ type: 'scanChosen', kind: 'form', scanId: job.jobId, warnings: [] }])
    expect(await scansOf()).toMatchObject({
      form: { chosen: { id: job.jobId, warnings: [], tries: 0 } },
      idCard: {},
    })
    expect(await objects.find(`scan/${job.jobId}`)).toEqual(new Uint8Array(Buffer.from(`jpeg of ${link}`)))
    expect(await isThere(picture)).toBe(false)
  })

  it('is chosen with what is doubtful about it', async () => {
    await inspect(jobFor(await upload('no code')))
    expect(told).toMatchObject([{ type: 'scanChosen', warnings: [{ kind: 'noCode' }] }])
  })

  it('takes the place of an earlier choice of its kind, which is cleared and removed', async () => {
    const first = jobFor(await upload(link))
    const card = jobFor(await upload('no code'), { kind: 'idCard' })
    const second = jobFor(await upload(link))
    for (const job of [first, card, second]) await inspect(job)
    expect(await scansOf()).toMatchObject({
      form: { chosen: { id: second.jobId } },
      idCard: { chosen: { id: card.jobId } },
    })
    expect(await removeClearedScans(fixture.db, objects)).toBe(1)
    expect(await removeClearedScans(fixture.db, objects)).toBe(0)
    for (const suffix of ['', '.upright', '.thumbnail'])
      expect(await objects.find(`scan/${first.jobId}${suffix}`)).toBeUndefined()
    expect(await objects.find(`scan/${second.jobId}.upright`)).toBeDefined()
    expect(await objects.find(`scan/${second.jobId}`)).toBeDefined()
  })

  it('does not take the place of one that came later, when it is tried again after it', async () => {
    const [first, second, third] = [await enqueued(), await enqueued(), await enqueued()]
    await inspect(second)
    await inspect(first)
    expect(told).toMatchObject([{ type: 'scanChosen', scanId: second.jobId }, { type: 'scanReplaced' }])
    expect((await scansOf())?.form.chosen?.id).toBe(second.jobId)
    expect(await objects.find(`scan/${first.jobId}`)).toBeUndefined()
    await inspect(third)
    expect((await scansOf())?.form.chosen?.id).toBe(third.jobId)
    expect(await isThere(first.picture)).toBe(false)
  })

  it('of the other kind does not stand in its way', async () => {
    const form = await enqueued()
    const card = await enqueued({ kind: 'idCard' }, 'no code')
    for (const job of [card, form]) await inspect(job)
    expect(told).toMatchObject([
      { type: 'scanChosen', kind: 'idCard' },
      { type: 'scanChosen', kind: 'form', scanId: form.jobId },
    ])
  })

  it('is refused with its problem, and its upload kept only while a smaller copy is on offer', async () => {
    const [grey, large, other] = [
      await upload('grey'),
      await upload('large'),
      await upload('https://forms.example.cn/?form=00000000000000000000'),
    ]
    for (const picture of [grey, large, other]) await inspect(jobFor(picture))
    expect(told).toMatchObject([
      { type: 'scanRefused', kind: 'form', problem: { kind: 'greyscale', of: 'form' }, picture: grey },
      { problem: { kind: 'tooLarge' }, picture: large },
      { problem: { kind: 'otherForm' } },
    ])
    expect([await isThere(grey), await isThere(large), await isThere(other)]).toEqual([false, true, false])
    await inspect(jobFor(large, { convert: true }))
    expect(told[3]).toMatchObject({ type: 'scanChosen' })
    expect(await isThere(large)).toBe(false)
  })

  it('is unavailable when the chat service no longer has it, and asked for again when that is down', async () => {
    const picture: PictureRef = { source: 'telegram', fileId: 'f' }
    const throwing = (kind: 'refused' | 'retry'): Partial<Ports> => ({
      fetchPicture: async () => {
        throw new Fault(kind, 'no')
      },
    })
    await inspect(jobFor(picture), throwing('refused'))
    expect(told).toMatchObject([{ type: 'scanRefused', problem: { kind: 'unavailable' }, picture }])
    await expect(inspect(jobFor(picture), throwing('retry'))).rejects.toMatchObject({ kind: 'retry' })
    await inspect(jobFor({ source: 'upload', key: 'upload/none', bytes: 1 }))
    expect(told[1]).toMatchObject({ problem: { kind: 'unavailable' } })
  })

  it.each(['objects.put', 'store.choose', 'takeTurn', 'objects.remove'])(
    'is told once when the process dies after %s',
    async (point) => {
      const store = stored()
      let isAlive = true
      const dying =
        <Arguments extends unknown[], Value>(name: string, work: (...given: Arguments) => Promise<Value>) =>
        async (...given: Arguments): Promise<Value> => {
          const value = await work(...given)
          if (name !== point || !isAlive) return value
          isAlive = false
          throw new Error('killed')
        }
      const ports: Partial<Ports> = {
        store: { ...store, choose: dying('store.choose', store.choose) },
        objects: {
          ...objects,
          put: dying('objects.put', objects.put),
          remove: dying('objects.remove', objects.remove),
        },
        takeTurn: dying('takeTurn', takeTurn),
      }
      const job = jobFor(await upload(link))
      await expect(inspect(job, ports)).rejects.toThrow('killed')
      await inspect(job, ports)
      expect(told).toEqual([{ type: 'scanChosen', kind: 'form', scanId: job.jobId, warnings: [] }])
      expect((await scansOf())?.form.chosen?.id).toBe(job.jobId)
      expect(await isThere(job.picture)).toBe(false)
    },
  )

  it('is dropped without a word when its choice came too late', async () => {
    const submitted = jobFor(await upload(link))
    const { choose } = stored()
    const racing = async (...given: Parameters<typeof choose>): ReturnType<typeof choose> => {
      await take(fixture, chatId, {
        effects: [{ type: 'advance', event: 'submit', promisedAt: later(1) }],
      })
      return choose(...given)
    }
    await inspect(submitted, { store: { ...stored(), choose: racing } })
    await inspect(jobFor(await upload(link)))
    expect(told).toEqual([])
    expect(await objects.find(`scan/${submitted.jobId}`)).toBeUndefined()
    expect(await isThere(submitted.picture)).toBe(false)
  })

  it('of an application that the chat has left is dropped', async () => {
    const job = jobFor(await upload(link))
    await compose(fixture, chatId)
    await inspect(job)
    expect(told).toEqual([])
  })
})

describe('a picture that is filed as what it shows', () => {
  const withoutKind = async (text: string): Promise<Jobs['inspect']> => {
    const { kind: _, ...job } = jobFor(await upload(text))
    return job
  }

  it('when it came without a word, inspected once and held against the applicant’s document', async () => {
    await inspect(await withoutKind('card'))
    expect(told).toMatchObject([{ type: 'scanChosen', kind: 'idCard', warnings: [] }])
    expect(told[0]).not.toHaveProperty('sentFor')
    const { idType, idNumber, applicantName: name } = values
    expect(asked).toEqual([{ kind: undefined, holder: { idType, idNumber, name } }])
  })

  it.each([
    { sentFor: 'idCard', shows: 'form' },
    { sentFor: 'form', shows: 'idCard' },
  ] as const)('when a picture of the $shows was sent in the other’s place, inspected once', async (sent) => {
    const { sentFor, shows } = sent
    await inspect(jobFor(await upload(shows === 'form' ? link : 'card'), { kind: sentFor }))
    expect(told).toMatchObject([{ type: 'scanChosen', kind: shows, sentFor, warnings: [] }])
    expect(asked.map(({ kind }) => kind)).toEqual([sentFor])
    const { reading, id } = await fixture.db
      .selectFrom('scan')
      .select(['id', 'reading'])
      .where('application_id', '=', applicationId)
      .where('kind', '=', shows)
      .executeTakeFirstOrThrow()
    const opened = await fixture.vault.openText(reading ?? new Uint8Array(), `scan.reading:${id}`)
    expect(JSON.parse(opened)).toMatchObject({ kind: shows })
  })

  it('and refused as the form of another application, also in the card’s place', async () => {
    const text = 'https://forms.example.cn/?form=00000000000000000000'
    await inspect(jobFor(await upload(text), { kind: 'idCard' }))
    expect(told).toMatchObject([{ type: 'scanRefused', kind: 'form', problem: { kind: 'otherForm' } }])
  })

  it('unless that one was sent already', async () => {
    const form = jobFor(await upload(link))
    await inspect(form)
    await take(fixture, chatId, { effects: [{ type: 'sendScan', scanId: form.jobId }] })
    const again = await upload(link)
    await inspect(jobFor(again, { kind: 'idCard' }))
    expect(told[1]).toMatchObject({ type: 'scanRefused', problem: { kind: 'alreadyThere', shows: 'form' } })
    expect(await isThere(again)).toBe(false)
  })

  it('and is asked about, and kept, when it shows neither', async () => {
    const job = await withoutKind('nothing')
    await inspect(job)
    expect(told).toEqual([{ type: 'scanUnclear', picture: job.picture }])
    expect(await isThere(job.picture)).toBe(true)
    await inspect({ ...job, jobId: randomUUID(), kind: 'form' })
    expect(told[1]).toMatchObject({ type: 'scanChosen', kind: 'form', warnings: [{ kind: 'noCode' }] })
    expect(await isThere(job.picture)).toBe(false)
  })
})

describe('a doubtful picture', () => {
  it('is stored with a marked copy, which its chat may see, and with the sealed reading', async () => {
    const job = jobFor(await upload('no code'))
    await inspect(job)
    expect((await scansOf())?.form.chosen).toMatchObject({ isMarked: true, tries: 1 })
    const { picture } = chatFiles(fixture.db, {
      objects,
      forms: forms(fixture.db, fixture.vault),
      composer: { compose: async () => new Uint8Array() },
      sample: async () => new Uint8Array(),
      report: (fault) => {
        throw fault
      },
    })
    const marked = await picture(chatId, { kind: 'marked', scanId: job.jobId })
    expect(String(marked && Buffer.from(marked))).toBe('1 marks, 90°, on jpeg of no code')
    const row = await fixture.db
      .selectFrom('scan')
      .select('reading')
      .where('id', '=', job.jobId)
      .executeTakeFirstOrThrow()
    const sealed = row.reading ?? new Uint8Array()
    expect(Buffer.from(sealed).includes('kind')).toBe(false)
    expect(JSON.parse(await fixture.vault.openText(sealed, `scan.reading:${job.jobId}`))).toEqual(
      JSON.parse(JSON.stringify(formReading(undefined))),
    )
  })

  it('counts with those before it, until one is sent or the form is corrected', async () => {
    const chosen = async (seconds: number, text = 'no code', kind: ScanKind = 'form') => {
      fixture.host.time = later(seconds)
      const job = jobFor(await upload(text), { kind })
      await inspect(job)
      await inspect(job)
      const tries = (await scansOf())?.[kind].chosen?.tries
      return { job, tries }
    }
    expect((await chosen(1)).tries).toBe(1)
    expect((await chosen(2)).tries).toBe(2)
    expect((await chosen(3, 'nothing', 'idCard')).tries).toBe(1)
    expect((await chosen(4, link)).tries).toBe(2)
    const third = await chosen(5)
    expect(third.tries).toBe(3)
    const effects = [{ type: 'sendScan', scanId: third.job.jobId }] as const
    await take(fixture, chatId, { effects }, { at: later(6) })
    await take(fixture, chatId, { effects: [reviseEffect(fixture)] }, { at: later(7) })
    expect((await chosen(8)).tries).toBe(1)
    fixture.host.time = now
  })
})

describe('a picture that came while no application was known', () => {
  const brought = (picture: PictureRef): Jobs['inspect'] => {
    const { applicationId: _, kind: __, ...job } = jobFor(picture)
    return job
  }

  it('is read, told once, kept, and not stored', async () => {
    const picture = await upload(link)
    const job = brought(picture)
    await inspect(job)
    await inspect(job)
    await inspect(brought(await upload('card')))
    await inspect(brought(await upload('nothing')))
    expect(told).toMatchObject([
      { type: 'pictureRead', shows: 'form', formNumber: link.slice(-20), picture },
      { type: 'pictureRead', shows: 'idCard' },
      { type: 'pictureRead' },
    ])
    expect(await isThere(picture)).toBe(true)
    expect(await objects.find(`scan/${job.jobId}`)).toBeUndefined()
  })

  it('is read all the same when it has to be converted, and told when it is refused', async () => {
    const [heic, grey] = [await upload('heic'), await upload('grey')]
    await inspect(brought(heic))
    await inspect(brought(grey))
    expect(told).toMatchObject([
      { type: 'pictureRead', formNumber: link.slice(-20), picture: heic },
      { type: 'scanRefused', problem: { kind: 'greyscale' } },
    ])
    expect([await isThere(heic), await isThere(grey)]).toEqual([true, false])
  })

  it('is told as unavailable when it cannot be had', async () => {
    const job = brought({ source: 'telegram', fileId: 'f' })
    await giveUpInspecting({ store: stored(), objects, takeTurn })(job)
    expect(told).toMatchObject([{ type: 'scanRefused', problem: { kind: 'unavailable' } }])
  })
})

describe('a picture of a form that was corrected', () => {
  it('is refused as superseded when it shows an earlier number of the application, and else as another form', async () => {
    const first = link
    const second = reviseEffect(fixture)
    await take(fixture, chatId, { effects: [second] })
    const third = reviseEffect(fixture, { mobile: '+8613900139077' })
    await take(fixture, chatId, { effects: [third] })
    for (const text of [first, second.link, third.link]) await inspect(jobFor(await upload(text)))
    expect(told).toMatchObject([
      { type: 'scanRefused', problem: { kind: 'supersededForm' } },
      { type: 'scanRefused', problem: { kind: 'supersededForm' } },
      { type: 'scanChosen' },
    ])
  })

  it('is held against the new form when it was corrected during the inspection', async () => {
    const { choose } = stored()
    let isCorrected = false
    const racing = async (...given: Parameters<typeof choose>): ReturnType<typeof choose> => {
      if (!isCorrected) await take(fixture, chatId, { effects: [reviseEffect(fixture)] })
      isCorrected = true
      return choose(...given)
    }
    const [form, card] = [jobFor(await upload(link)), jobFor(await upload('no code'), { kind: 'idCard' })]
    await inspect(form, { store: { ...stored(), choose: racing } })
    isCorrected = false
    await inspect(card, { store: { ...stored(), choose: racing } })
    expect(told).toMatchObject([
      { type: 'scanRefused', problem: { kind: 'supersededForm' } },
      { type: 'scanChosen', kind: 'idCard' },
    ])
    expect(await objects.find(`scan/${form.jobId}`)).toBeUndefined()
    expect((await scansOf())?.idCard.chosen?.id).toBe(card.jobId)
  })
})

describe('an inspection that failed for good', () => {
  const giveUp = async (job: Jobs['inspect']): Promise<void> =>
    giveUpInspecting({ store: stored(), objects, takeTurn })(job)

  it('is told as unavailable, once, and its upload removed', async () => {
    const job = jobFor(await upload(link))
    await giveUp(job)
    await giveUp(job)
    expect(told).toEqual([
      { type: 'scanRefused', kind: 'form', problem: { kind: 'unavailable' }, picture: job.picture },
    ])
    expect(await isThere(job.picture)).toBe(false)
  })

  it('after the picture was chosen is told as chosen', async () => {
    const job = jobFor(await upload(link))
    const dying = async (): Promise<void> => {
      throw new Fault('retry', 'the database is away')
    }
    await expect(inspect(job, { takeTurn: dying })).rejects.toThrow('away')
    await giveUp(job)
    expect(told).toEqual([{ type: 'scanChosen', kind: 'form', scanId: job.jobId, warnings: [] }])
  })

  it('is no news to a chat that has gone on', async () => {
    const job = jobFor(await upload(link))
    await compose(fixture, chatId)
    await giveUp(job)
    expect(told).toEqual([])
  })
})

describe('the files of a chat', () => {
  let faults: Fault[]
  beforeEach(() => {
    faults = []
  })
  const files = () =>
    chatFiles(fixture.db, {
      objects,
      forms: forms(fixture.db, fixture.vault),
      composer: { compose: async (content) => Buffer.from(JSON.stringify(content)) },
      sample: async ({ kind, of }) => Buffer.from(`${kind} of ${of}`),
      report: (fault) => faults.push(fault),
    })
  const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString()

  it('are its own form, its own scans, and the samples', async () => {
    const job = jobFor(await upload(link))
    await inspect(job)
    const document = await files().document(chatId, { kind: 'form', applicationId })
    expect(JSON.parse(text(document) ?? '')).toEqual({
      unitName: fixture.unit.name,
      values,
      formNumber: link.slice(-20),
      link,
      composedAt: now.toISOString(),
    })
    expect(text(await files().picture(chatId, { kind: 'scan', scanId: job.jobId }))).toBe(`jpeg of ${link}`)
    expect(text(await files().picture(chatId, { kind: 'thumbnail', scanId: job.jobId }))).toBe(
      `small ${link}`,
    )
    expect(text(await files().picture(chatId, { kind: 'sample', of: 'idCard' }))).toBe('sample of idCard')
  })

  it('are the corrected form once there is one, whose bytes no later change of the unit reaches', async () => {
    const composing = async () => text(await files().document(chatId, { kind: 'form', applicationId }))
    const revised = reviseEffect(fixture)
    await take(fixture, chatId, { effects: [revised] }, { at: later(60) })
    const first = await composing()
    expect(JSON.parse(first ?? '')).toEqual({
      unitName: fixture.unit.name,
      values: revised.values,
      formNumber: revised.formNumber,
      link: revised.link,
      composedAt: later(60).toISOString(),
    })
    await fixture.db
      .updateTable('unit')
      .set({ full_name: '改名大学' })
      .where('id', '=', fixture.unit.id)
      .execute()
    expect(await composing()).toBe(first)
    await fixture.db
      .updateTable('unit')
      .set({ full_name: fixture.unit.name })
      .where('id', '=', fixture.unit.id)
      .execute()
  })

  it('keep the digest of each form’s first bytes, also in the audit trail, and report other ones', async () => {
    const composing = async () => files().document(chatId, { kind: 'form', applicationId })
    const digests = async () =>
      fixture.db
        .selectFrom('form_revision')
        .select(['revision', 'sha256'])
        .where('application_id', '=', applicationId)
        .orderBy('revision')
        .execute()
    expect(await digests()).toEqual([{ revision: 1, sha256: null }])
    const [first] = await Promise.all([composing(), composing(), composing()])
    await take(fixture, chatId, { effects: [reviseEffect(fixture)] })
    const second = await composing()
    const expected = [first, second].map((pdf, index) => ({
      revision: index + 1,
      sha256: createHash('sha256')
        .update(pdf ?? '')
        .digest('hex'),
    }))
    expect(await digests()).toEqual(expected)
    const audited = await fixture.db
      .selectFrom('audit')
      .select('detail')
      .where('application_id', '=', applicationId)
      .where('action', '=', 'composed')
      .orderBy('seq')
      .execute()
    expect(audited.map(({ detail }) => detail)).toEqual(expected)
    expect(faults).toEqual([])

    const other = new Uint8Array([1])
    const changed = chatFiles(fixture.db, {
      objects,
      forms: forms(fixture.db, fixture.vault),
      composer: { compose: async () => other },
      sample: async () => other,
      report: (fault) => faults.push(fault),
    })
    expect(await changed.document(chatId, { kind: 'form', applicationId })).toBe(other)
    expect(faults).toMatchObject([{ kind: 'alert' }])
    expect(await digests()).toEqual(expected)
  })

  it('are nobody else’s, and not there under any other name', async () => {
    const job = jobFor(await upload(link))
    await inspect(job)
    const other = `web:${randomUUID()}`
    await compose(fixture, other)
    const seen = [
      await files().document(other, { kind: 'form', applicationId }),
      await files().picture(other, { kind: 'scan', scanId: job.jobId }),
      await files().document('web:never', { kind: 'form', applicationId }),
      await files().document(chatId, { kind: 'form', applicationId: randomUUID() }),
      await files().document(chatId, { kind: 'form', applicationId: "' or 1=1" }),
      await files().picture(chatId, { kind: 'scan', scanId: '../../etc/passwd' }),
    ]
    expect(seen).toEqual(seen.map(() => undefined))
  })

  it('are gone once the application is withdrawn', async () => {
    const job = jobFor(await upload(link))
    await inspect(job)
    await take(fixture, chatId, { effects: [{ type: 'advance', event: 'withdraw' }] })
    expect(await files().document(chatId, { kind: 'form', applicationId })).toBeUndefined()
    expect(await files().picture(chatId, { kind: 'scan', scanId: job.jobId })).toBeUndefined()
    await removeClearedScans(fixture.db, objects)
    expect(await objects.find(`scan/${job.jobId}`)).toBeUndefined()
  })
})
