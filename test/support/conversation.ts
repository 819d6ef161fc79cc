import { advance, type Language, type ScanKind } from '../../src/core/application.ts'
import type { Channel, Choice, Input, News, Outgoing, PictureRef } from '../../src/core/chat.ts'
import { formNumberFromRandom } from '../../src/core/formNumber.ts'
import type { ScanProblem } from '../../src/core/problem.ts'
import type { ScanWarning } from '../../src/core/scan/scanWarning.ts'
import type { ChatApplication, Effect, RequestedScan, Turn } from '../../src/core/turn.ts'
import { converse } from '../../src/bot/converse.ts'
import type { State } from '../../src/bot/state.ts'
import { config, lookUpsIn, worldWith, type World } from './conversationWorld.ts'

export { config, unit, units, worldWith } from './conversationWorld.ts'

export const photo: PictureRef = { source: 'telegram', fileId: 'photo-1', bytes: 300_000 }

/** One chat in the world: what is sent to it is taken as turns, whose outcome is kept as the store would keep it. */
export const chatWith = (
  world: World = worldWith(),
  { channel = 'telegram', language = 'zh-CN' }: { channel?: Channel; language?: Language } = {},
) => {
  const conversation = converse(config)
  let stored: { language: Language; version: number; state: unknown } | undefined
  let applicationId: string | undefined
  /** Pictures being inspected, in the order they came; and being looked at for which form they show. */
  let pending: readonly Extract<Effect, { type: 'inspect' }>[] = []
  let recognising: readonly PictureRef[] = []
  const tries: Record<ScanKind, number> = { form: 0, idCard: 0 }
  let last: Turn | undefined

  const application = (): ChatApplication | undefined =>
    applicationId === undefined ? undefined : world.applications.get(applicationId)
  const current = (): ChatApplication => {
    const found = application()
    if (found === undefined) throw new Error('the chat is at no application')
    return found
  }
  const state = (): State => {
    if (stored === undefined) throw new Error('the chat has not spoken yet')
    return stored.state as State
  }
  const change = (changes: Partial<ChatApplication>): void => {
    const before = current()
    world.applications.set(before.id, { ...before, ...changes, version: before.version + 1 })
  }
  /** Scans come and go within one version of an application. */
  const changeScan = (kind: ScanKind, scan: ChatApplication['scans'][ScanKind]): void => {
    const { version, scans } = current()
    change({ scans: { ...scans, [kind]: scan } })
    world.applications.set(current().id, { ...current(), version })
  }
  const kindOf = (scanId: string): ScanKind => {
    const kind = (['form', 'idCard'] as const).find((kind) => current().scans[kind].chosen?.id === scanId)
    if (kind === undefined) throw new Error(`scan ${scanId} is no choice`)
    return kind
  }

  const apply = (effect: Effect): void => {
    switch (effect.type) {
      case 'compose': {
        const unitName = world.units.find(({ id }) => id === effect.unitId)?.fullName
        if (unitName === undefined) throw new Error('composed for no unit')
        applicationId = effect.applicationId
        world.values.set(applicationId, effect.values)
        world.links.set(applicationId, effect.link)
        world.applications.set(applicationId, {
          id: applicationId,
          unitName,
          state: 'awaitingScans',
          version: 1,
          formNumber: effect.formNumber,
          idType: effect.values.idType,
          promisedAt: undefined,
          promiseLeft: undefined,
          scans: { form: {}, idCard: {} },
          requested: [],
          decisionReason: undefined,
        })
        return
      }
      case 'revise': {
        const { id, unitName, formNumber, scans } = current()
        if (!advance(current().state, 'revise').ok) throw new Error(`cannot revise in ${current().state}`)
        if (effect.changed.length === 0) throw new Error('revised nothing')
        world.superseded.set(formNumber, { applicationId: id, unitName })
        world.values.set(id, effect.values)
        world.links.set(id, effect.link)
        const keepsCard = !effect.changed.some((part) => part === 'idType' || part === 'idNumber')
        change({
          unitName: world.units.find((unit) => unit.id === effect.unitId)?.fullName ?? '',
          formNumber: effect.formNumber,
          idType: effect.values.idType,
          scans: { form: {}, idCard: keepsCard ? scans.idCard : {} },
        })
        return
      }
      case 'follow':
        applicationId = effect.applicationId
        return
      case 'countGuess':
        world.guesses += 1
        return
      case 'inspect':
        current()
        pending = [...pending, effect]
        return
      case 'recognise':
        recognising = [...recognising, effect.picture]
        return
      case 'sendScan': {
        const kind = kindOf(effect.scanId)
        const { chosen } = current().scans[kind]
        changeScan(kind, chosen ? { sent: chosen } : {})
        tries[kind] = 0
        const { requested } = current()
        world.applications.set(current().id, {
          ...current(),
          requested: requested.filter((request) => request.kind !== kind),
        })
        return
      }
      case 'clearScan': {
        const kind = kindOf(effect.scanId)
        const { sent } = current().scans[kind]
        changeScan(kind, sent ? { sent } : {})
        return
      }
      case 'advance': {
        const state = advance(current().state, effect.event)
        if (!state.ok) throw new Error(`${effect.event} is not possible in ${current().state}`)
        if (effect.event === 'submit' && effect.promisedAt === undefined) throw new Error('nothing promised')
        change({ state: state.value, ...(effect.promisedAt ? { promisedAt: effect.promisedAt } : {}) })
      }
    }
  }

  const send = async (input: Input): Promise<readonly Outgoing[]> => {
    world.count += 1
    const count = world.count
    const fresh = {
      now: world.now,
      applicationId: `application-${count}`,
      formNumber: formNumberFromRandom(
        Uint8Array.from({ length: 16 }, (_, index) => (count * 37 + index) % 256),
      ),
    }
    const incoming = { channel, updateId: String(count), chatId: `${channel}:1`, language, input }
    const turn = await conversation(incoming, fresh)(
      { chat: stored, application: application() },
      lookUpsIn(world, applicationId, pending.length + recognising.length),
    )
    for (const effect of turn.effects) apply(effect)
    const state: unknown = JSON.parse(JSON.stringify(turn.state))
    stored = { language: turn.language, version: (stored?.version ?? 0) + 1, state }
    last = turn
    return turn.messages
  }

  const buttons = (messages = last?.messages ?? []): readonly Choice[] =>
    messages.flatMap((message) => (message.type === 'text' ? (message.choices ?? []).flat() : []))
  const button = (label: string): Choice => {
    const found = buttons().find((choice) => choice.label === label || choice.id.option === label)
    if (found === undefined) {
      throw new Error(
        `no button ${label} among ${buttons()
          .map(({ label }) => label)
          .join(' | ')}`,
      )
    }
    return found
  }
  const text = (): string =>
    (last?.messages ?? [])
      .map((message) => {
        if (message.type === 'text') return message.text
        return 'caption' in message ? message.caption : ''
      })
      .join('\n')

  const news = async (news: News) => send({ type: 'news', news })
  const inspection = () => {
    const [taken, ...others] = pending
    if (taken === undefined) throw new Error('nothing is being inspected')
    pending = others
    return taken
  }
  const missing = (): readonly ScanKind[] =>
    (['form', 'idCard'] as const).filter((kind) => current().scans[kind].sent === undefined)

  return {
    world,
    application: current,
    state,
    step: (): string => state().step,
    answers: (): State['answers'] => state().answers,
    language: (): Language | undefined => stored?.language,
    /** Puts something else where the state is stored. */
    corrupt: (state: unknown): void => {
      stored = { language, version: stored?.version ?? 1, state }
    },
    turn: (): Turn | undefined => last,
    text,
    buttons,
    button,
    pending: () => pending[0],
    recognising: () => recognising,
    send,
    news,
    say: async (text: string, messageRef = 'message-1') => send({ type: 'text', text, messageRef }),
    /** Presses a button of the last turn, by its label or option. */
    press: async (label: string) => send({ type: 'choice', choice: button(label).id }),
    command: async (command: Extract<Input, { type: 'command' }>['command'], argument = '') =>
      send({ type: 'command', command, argument }),
    picture: async (picture: PictureRef = photo) => send({ type: 'picture', picture }),
    /** Sends pictures at once. */
    album: async (...pictures: readonly PictureRef[]) => {
      for (const picture of pictures) await send({ type: 'picture', picture, inAlbum: true })
    },
    /** The outcome of the first inspection: stored, then told. What it shows is what it was sent for, unless said. */
    accept: async (
      warnings: readonly ScanWarning[] = [],
      { shows, isMarked = false }: { shows?: ScanKind; isMarked?: boolean } = {},
    ) => {
      const { kind: sentFor } = inspection()
      const kind = shows ?? sentFor ?? missing()[0] ?? 'form'
      world.count += 1
      if (warnings.length > 0) tries[kind] += 1
      const chosen = { id: `scan-${world.count}`, warnings, tries: tries[kind], isMarked }
      const { sent } = current().scans[kind]
      changeScan(kind, sent ? { chosen, sent } : { chosen })
      const other = sentFor !== undefined && sentFor !== kind ? { sentFor } : {}
      return news({ type: 'scanChosen', kind, ...other, scanId: chosen.id, warnings })
    },
    refuse: async (problem: ScanProblem) => {
      const { kind, picture } = inspection()
      return news({ type: 'scanRefused', ...(kind === undefined ? {} : { kind }), problem, picture })
    },
    /** Neither scan was seen in it for certain. */
    wonder: async () => news({ type: 'scanUnclear', picture: inspection().picture }),
    /** What was seen in the first picture that came while no application was known. */
    recognise: async (seen: { readonly shows?: ScanKind; readonly formNumber?: string } = {}) => {
      const [picture, ...others] = recognising
      if (picture === undefined) throw new Error('nothing is being recognised')
      recognising = others
      return news({ type: 'pictureRead', ...seen, picture })
    },
    /** What the desk does, without telling yet; scans it asks for again are no longer sent. */
    desk: (
      state: ChatApplication['state'],
      requested: readonly RequestedScan[] = [],
      { reason, promiseLeft }: { readonly reason?: string; readonly promiseLeft?: number } = {},
    ): void => {
      change({ state, requested, decisionReason: reason, promiseLeft })
      for (const { kind } of requested) {
        const { chosen } = current().scans[kind]
        changeScan(kind, chosen ? { chosen } : {})
      }
    },
  }
}
export type Chat = ReturnType<typeof chatWith>

/** The answers of a person who makes no mistake, in the order of the questions. */
export const rightAnswers = {
  askAccountName: 'library01',
  askAccountHolderName: '张伟',
  askApplicantName: '王芳',
  askDepartment: '图书馆',
  askIdType: '身份证',
  askIdNumber: '110101190001010006',
  askMobile: '13800138000',
  askOfficePhone: '010-62789999',
  askEmail: 'wangfang@example.com',
  askReason: '密码遗忘',
} as const

/** Fills in as far as `until`, which is then being asked. */
export const fillUntil = async (
  chat: Chat,
  until: string,
  answers: Readonly<Record<string, string>> = rightAnswers,
): Promise<Chat> => {
  await chat.command('start')
  await chat.press('new')
  if (until === 'askUnit') return chat
  await chat.say('清华大学')
  if (until === 'notice') return chat
  await chat.press('agree')
  while (chat.step() !== until) {
    const answer = answers[chat.step()]
    if (answer === undefined) throw new Error(`no answer for ${chat.step()}`)
    await chat.say(answer)
  }
  return chat
}

/** A chat whose form is composed. */
export const composed = async (
  chat: Chat = chatWith(),
  answers: Readonly<Record<string, string>> = rightAnswers,
): Promise<Chat> => {
  await fillUntil(chat, 'checkValues', answers)
  await chat.press('confirm')
  return chat
}

/** Sends one scan that is found good. */
export const upload = async (chat: Chat, kind: ScanKind): Promise<void> => {
  await chat.press(`upload.${kind}`)
  await chat.picture()
  await chat.accept()
  await chat.press(`send.${kind}`)
}

/** A chat whose application is submitted. */
export const submitted = async (chat: Chat = chatWith()): Promise<Chat> => {
  await composed(chat)
  await upload(chat, 'form')
  await upload(chat, 'idCard')
  return chat
}
