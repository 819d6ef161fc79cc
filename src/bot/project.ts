import { advance, scanKinds } from '../core/application.ts'
import { outdatedScans } from '../core/revision.ts'
import type { ChatApplication, ChatScan, Effect } from '../core/turn.ts'
import type { Answers } from './answers.ts'

type Scans = ChatApplication['scans']

const withScan = (
  application: ChatApplication,
  scanId: string,
  change: (chosen: ChatScan, scan: Scans['form']) => Scans['form'],
): ChatApplication => {
  const kind = scanKinds.find((kind) => application.scans[kind].chosen?.id === scanId)
  const chosen = kind && application.scans[kind].chosen
  if (kind === undefined || chosen === undefined) return application
  return { ...application, scans: { ...application.scans, [kind]: change(chosen, application.scans[kind]) } }
}

const sendScan = (application: ChatApplication, scanId: string): ChatApplication => {
  const { requested, ...sent } = withScan(application, scanId, (chosen) => ({ sent: chosen }))
  return { ...sent, requested: requested.filter(({ kind }) => sent.scans[kind].sent === undefined) }
}

const projectOne = (
  application: ChatApplication | undefined,
  effect: Effect,
  answers: Answers,
  found: ChatApplication | undefined,
): ChatApplication | undefined => {
  if (effect.type === 'compose') {
    return {
      id: effect.applicationId,
      unitName: answers.unit?.fullName ?? '',
      state: 'awaitingScans',
      version: 1,
      formNumber: effect.formNumber,
      idType: effect.values.idType,
      promisedAt: undefined,
      promiseLeft: undefined,
      scans: { form: {}, idCard: {} },
      requested: [],
      decisionReason: undefined,
    }
  }
  if (effect.type === 'follow')
    return [application, found].find((known) => known !== undefined && known.id === effect.applicationId)
  if (application === undefined) return undefined
  switch (effect.type) {
    case 'sendScan':
      return sendScan(application, effect.scanId)
    case 'clearScan':
      return withScan(application, effect.scanId, (_, { sent }) => (sent === undefined ? {} : { sent }))
    case 'revise': {
      const outdated = outdatedScans(effect.changed)
      const { form, idCard } = application.scans
      return {
        ...application,
        unitName: answers.unit?.fullName ?? application.unitName,
        version: application.version + 1,
        formNumber: effect.formNumber,
        idType: effect.values.idType,
        scans: {
          form: outdated.includes('form') ? {} : form,
          idCard: outdated.includes('idCard') ? {} : idCard,
        },
      }
    }
    case 'advance': {
      const state = advance(application.state, effect.event)
      if (!state.ok) return application
      return { ...application, state: state.value, promisedAt: effect.promisedAt ?? application.promisedAt }
    }
    case 'inspect':
    case 'recognise':
    case 'countGuess':
      return application
  }
}

/** The chat's application as it will be once the effects are stored, so that what is said next is true of it. */
export const project = (
  application: ChatApplication | undefined,
  effects: readonly Effect[],
  answers: Answers,
  found: ChatApplication | undefined,
): ChatApplication | undefined =>
  effects.reduce<ChatApplication | undefined>(
    (application, effect) => projectOne(application, effect, answers, found),
    application,
  )
