import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outbox } from '../../../src/adapters/postgres/outbox.ts'
import { sealedIn } from '../../../src/adapters/postgres/sealing.ts'
import { transcript } from '../../../src/adapters/postgres/transcript.ts'
import type { Outgoing } from '../../../src/core/chat.ts'
import type { Loaded } from '../../../src/core/turn.ts'
import { compose, composeEffect, type Fixture, later, now, openFixture, storedJobs, take } from './fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture()
})
afterAll(() => fixture.drop())

const say = (text: string): Outgoing => ({ type: 'text', text })
const newChat = (channel: 'telegram' | 'web' = 'telegram'): string => `${channel}:${randomUUID()}`

const load = async (chatId: string): Promise<Loaded> => {
  let seen: Loaded | undefined
  await take(fixture, chatId, async (loaded) => {
    seen = loaded
    return { language: loaded.chat?.language ?? 'zh-CN', state: loaded.chat?.state ?? null }
  })
  if (!seen) throw new Error('the turn was not decided')
  return seen
}

describe('a turn', () => {
  it('knows nothing of a chat that never spoke, then what the turn before stored', async () => {
    const chatId = newChat()
    expect(await load(chatId)).toEqual({ chat: undefined, application: undefined })
    await take(fixture, chatId, {
      language: 'en',
      state: { step: 'askMobile', answers: { name: '诸葛明月' } },
    })
    expect((await load(chatId)).chat).toEqual({
      language: 'en',
      version: 2,
      state: { step: 'askMobile', answers: { name: '诸葛明月' } },
    })
  })

  it('is taken once of one update delivered many times at once', async () => {
    const chatId = newChat()
    const updateId = randomUUID()
    let decided = 0
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () =>
        take(
          fixture,
          chatId,
          async () => {
            decided += 1
            return { messages: [say('once')] }
          },
          { updateId },
        ),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(1)
    expect(decided).toBe(1)
    expect(await countMessages(chatId)).toBe(1)
  })

  it('takes the same update id of another channel for another update', async () => {
    const updateId = randomUUID()
    expect(await take(fixture, newChat('telegram'), {}, { updateId })).toBe('taken')
    expect(await take(fixture, newChat('web'), {}, { updateId })).toBe('taken')
  })

  it('queues behind the turn of the same chat before it, also when the chat is new', async () => {
    const chatId = newChat()
    await Promise.all(
      Array.from({ length: 12 }, () =>
        take(fixture, chatId, async ({ chat }) => ({ state: { count: countIn(chat?.state) + 1 } })),
      ),
    )
    expect((await load(chatId)).chat).toMatchObject({ version: 12, state: { count: 12 } })
  })

  it('leaves nothing when it throws, and can then be taken', async () => {
    const chatId = newChat()
    const updateId = randomUUID()
    const applicationId = randomUUID()
    const before = await countRows()
    const turn = take(
      fixture,
      chatId,
      async () => {
        throw new Error('crash')
      },
      { updateId },
    )
    await expect(turn).rejects.toThrow('crash')
    const effects = [
      composeEffect(fixture, applicationId),
      { type: 'sendScan' as const, scanId: randomUUID() },
    ]
    await expect(
      take(fixture, chatId, { effects, messages: [say('lost')] }, { updateId }),
    ).rejects.toMatchObject({
      name: 'Fault',
      kind: 'alert',
    })
    expect(await countRows()).toEqual(before)
    expect(await take(fixture, chatId, {}, { updateId })).toBe('taken')
  })

  it('is decided again after losing a deadlock', async () => {
    const [one, other] = [newChat(), newChat()]
    const { applicationId: first } = await compose(fixture, one)
    const { applicationId: second } = await compose(fixture, other)
    // Each holds its own application and then wants the other's.
    const both = new Barrier(2)
    const cross = (chatId: string, applicationId: string): Promise<string> => {
      let isFirstTry = true
      return take(fixture, chatId, async () => {
        if (isFirstTry) await both.reached()
        isFirstTry = false
        return { effects: [{ type: 'follow', applicationId }] }
      })
    }
    expect(await Promise.all([cross(one, second), cross(other, first)])).toEqual(['taken', 'taken'])
    expect((await load(one)).application?.id).toBe(second)
    expect((await load(other)).application?.id).toBe(first)
  })
})

describe('the effects of a turn', () => {
  it('compose an application that the chat is then at', async () => {
    const chatId = newChat()
    const { applicationId, formNumber } = await compose(fixture, chatId)
    expect((await load(chatId)).application).toEqual({
      id: applicationId,
      unitName: fixture.unit.name,
      state: 'awaitingScans',
      version: 1,
      formNumber,
      idType: 'idCard',
      promisedAt: undefined,
      promiseLeft: undefined,
      scans: { form: {}, idCard: {} },
      requested: [],
      decisionReason: undefined,
    })
    const next = await compose(fixture, chatId)
    expect((await load(chatId)).application?.id).toBe(next.applicationId)
  })

  it('follow an application from another chat, and leave it', async () => {
    const { applicationId } = await compose(fixture, newChat())
    const chatId = newChat()
    await take(fixture, chatId, { effects: [{ type: 'follow', applicationId }] })
    expect((await load(chatId)).application?.id).toBe(applicationId)
    await take(fixture, chatId, { effects: [{ type: 'follow', applicationId: undefined }] })
    expect((await load(chatId)).application).toBeUndefined()
  })

  it('store the inspection job with the turn', async () => {
    const chatId = newChat()
    const { applicationId } = await compose(fixture, chatId)
    const picture = { source: 'telegram' as const, fileId: 'file-1' }
    await take(fixture, chatId, { effects: [{ type: 'inspect', kind: 'form', picture, convert: false }] })
    const [job] = (await storedJobs(fixture.db)).filter(({ data }) => hasChat(data, chatId))
    expect(job).toMatchObject({
      name: 'inspect',
      state: 'created',
      data: { channel: 'telegram', chatId, applicationId, kind: 'form', picture, convert: false },
    })
  })

  it('send a scan in the place of the one sent before, and clear a choice', async () => {
    const chatId = newChat()
    const { applicationId } = await compose(fixture, chatId)
    const first = await storeScan(applicationId)
    await take(fixture, chatId, { effects: [{ type: 'sendScan', scanId: first }] })
    const second = await storeScan(applicationId)
    expect((await load(chatId)).application?.scans.form).toMatchObject({
      chosen: { id: second, warnings: [{ kind: 'noCode' }] },
      sent: { id: first, warnings: [{ kind: 'noCode' }] },
    })
    await take(fixture, chatId, { effects: [{ type: 'sendScan', scanId: second }] })
    const { form } = (await load(chatId)).application?.scans ?? {}
    expect(form).toEqual({ sent: { id: second, warnings: [{ kind: 'noCode' }], tries: 0, isMarked: false } })
    expect(await stateOf(first)).toBe('replaced')
    const sent = await fixture.db
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('action', '=', 'scanSent')
      .where('application_id', '=', applicationId)
      .orderBy('seq')
      .execute()
    expect(sent).toEqual(
      [first, second].map((scanId) => ({ actor: 'applicant', detail: { scanId, kind: 'form' } })),
    )
    const third = await storeScan(applicationId)
    await take(fixture, chatId, { effects: [{ type: 'clearScan', scanId: third }] })
    expect(await stateOf(third)).toBe('cleared')
  })

  it('do not send a scan of another application', async () => {
    const chatId = newChat()
    await compose(fixture, chatId)
    const { applicationId } = await compose(fixture, newChat())
    const scanId = await storeScan(applicationId)
    await expect(take(fixture, chatId, { effects: [{ type: 'sendScan', scanId }] })).rejects.toMatchObject({
      kind: 'alert',
    })
    expect(await stateOf(scanId)).toBe('chosen')
  })

  it('submit with the promised time, and not what the state does not allow', async () => {
    const chatId = newChat()
    await compose(fixture, chatId)
    const promisedAt = later(86_400)
    await take(fixture, chatId, { effects: [{ type: 'advance', event: 'submit', promisedAt }] })
    expect((await load(chatId)).application).toMatchObject({ state: 'submitted', version: 2, promisedAt })
    await expect(
      take(fixture, chatId, { effects: [{ type: 'advance', event: 'submit', promisedAt }] }),
    ).rejects.toMatchObject({ kind: 'alert' })
  })

  it('withdraw and erase what is personal', async () => {
    const chatId = newChat('web')
    const { applicationId } = await compose(fixture, chatId)
    const scanId = await storeScan(applicationId)
    await take(fixture, chatId, { messages: [say('诸葛明月')], echo: { text: '诸葛明月' } })
    await take(fixture, chatId, {
      effects: [{ type: 'advance', event: 'withdraw' }],
      messages: [say('已撤回')],
    })
    const row = await fixture.db
      .selectFrom('application')
      .selectAll()
      .where('id', '=', applicationId)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      state: 'withdrawn',
      values: null,
      id_number_hash: null,
      mobile_hash: null,
    })
    expect(await formsOf(applicationId)).toBe(0)
    expect(await stateOf(scanId)).toBe('cleared')
    const shown = await transcript(fixture.db, fixture.vault).read(chatId, { limit: 10 })
    expect(shown).toMatchObject([{ direction: 'out', message: { text: '已撤回' } }])
    expect((await load(chatId)).application).toMatchObject({
      state: 'withdrawn',
      formNumber: '',
      idType: undefined,
    })
  })

  it('drop a request of the desk once its scan is sent again', async () => {
    const chatId = newChat()
    const { applicationId } = await compose(fixture, chatId)
    const requested = [
      { kind: 'form', reason: '公章不清晰。' },
      { kind: 'idCard', reason: '反光。' },
    ]
    await fixture.db
      .updateTable('application')
      .set({
        state: 'scansRequested',
        requested: await fixture.vault.seal(
          JSON.stringify(requested),
          sealedIn.applicationRequested(applicationId),
        ),
      })
      .where('id', '=', applicationId)
      .execute()
    expect((await load(chatId)).application?.requested).toEqual(requested)
    const scanId = await storeScan(applicationId)
    await take(fixture, chatId, { effects: [{ type: 'sendScan', scanId }] })
    expect((await load(chatId)).application?.requested).toEqual([{ kind: 'idCard', reason: '反光。' }])
  })
})

describe('the messages of a turn', () => {
  const messages: Outgoing[] = [
    { type: 'busy', what: 'composing' },
    say('一'),
    { type: 'forget', messageRef: '7' },
    say('二'),
  ]

  it('wait in the outbox in order, for a channel that pushes', async () => {
    const chatId = newChat('telegram')
    await take(fixture, chatId, { messages, echo: { text: '我' } })
    const sent: Outgoing[] = []
    const box = outbox(fixture.db, fixture.vault, () => undefined)
    while (
      (await box.deliver({ now, limit: 1, chatId }, async ({ message }) => void sent.push(message))) > 0
    );
    expect(sent).toEqual(messages)
  })

  it('are the transcript, after what was sent, for a channel read by page', async () => {
    const chatId = newChat('web')
    const read = transcript(fixture.db, fixture.vault)
    expect(await read.language(chatId)).toBeUndefined()
    await take(fixture, chatId, { language: 'en', messages, echo: { text: '我' } })
    const entries = await read.read(chatId, { limit: 10 })
    expect(entries).toEqual([
      { id: entries[0]?.id, at: now, direction: 'in', echo: { text: '我' } },
      { id: entries[1]?.id, at: now, direction: 'out', message: say('一') },
      { id: entries[2]?.id, at: now, direction: 'out', message: say('二') },
    ])
    expect(await read.language(chatId)).toBe('en')
    const [first, second, third] = entries
    expect(await read.read(chatId, { limit: 2 })).toEqual([second, third])
    expect(await read.read(chatId, { limit: 1, after: first?.id ?? '' })).toEqual([second])
    expect(await read.read(chatId, { limit: 1, after: 'no id' })).toEqual([])
    expect(await read.read(newChat('web'), { limit: 1 })).toEqual([])
  })
})

class Barrier {
  readonly #whole: Promise<void>
  #open: () => void = () => undefined
  #missing: number
  constructor(count: number) {
    this.#missing = count
    this.#whole = new Promise((resolve) => {
      this.#open = resolve
    })
  }
  async reached(): Promise<void> {
    this.#missing -= 1
    if (this.#missing === 0) this.#open()
    return this.#whole
  }
}

const countIn = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'count' in state ? Number(state.count) : 0

const hasChat = (data: unknown, chatId: string): boolean =>
  typeof data === 'object' && data !== null && 'chatId' in data && data.chatId === chatId

const countMessages = async (chatId: string): Promise<number> =>
  (await fixture.db.selectFrom('message').select('id').where('chat_id', '=', chatId).execute()).length

const countRows = (): Promise<number[]> =>
  Promise.all(
    (['chat', 'chat_update', 'message', 'application', 'audit'] as const).map(
      async (table) => (await fixture.db.selectFrom(table).selectAll().execute()).length,
    ),
  )

const storeScan = async (applicationId: string): Promise<string> => {
  const id = randomUUID()
  await fixture.db
    .insertInto('scan')
    .values({
      id,
      application_id: applicationId,
      kind: 'form',
      state: 'chosen',
      object_key: `scan/${id}`,
      sha256_hash: id,
      bytes: 1,
      width: 1,
      height: 1,
      warnings: JSON.stringify([{ kind: 'noCode' }]),
      created_at: now,
    })
    .execute()
  return id
}

const formsOf = async (applicationId: string): Promise<number> =>
  (
    await fixture.db
      .selectFrom('form_revision')
      .select('revision')
      .where('application_id', '=', applicationId)
      .execute()
  ).length

const stateOf = async (scanId: string): Promise<string> =>
  (await fixture.db.selectFrom('scan').select('state').where('id', '=', scanId).executeTakeFirstOrThrow())
    .state
