import { advance } from '../core/application.ts'
import { commands, type Command } from '../core/chat.ts'
import { cleanText } from '../core/cleanText.ts'
import { fieldNames } from '../core/fields.ts'
import { parseFormNumber } from '../core/formNumber.ts'
import { hasFilling, isAsked } from './answers.ts'
import { leaveCorrection } from './correction.ts'
import { homeOf } from './scans.ts'
import type { State } from './state.ts'
import { wordStatus } from './status.ts'
import { say, type Move, type Sight } from './step.ts'
import { fillingSteps, interludes, scanSteps } from './stepNames.ts'

export interface GivenCommand {
  readonly command: Command
  readonly argument: string
}

/** Typed instead of a command; none of them is a name, a number or a reason. */
const words: Readonly<Record<string, GivenCommand>> = {
  ...Object.fromEntries(commands.map((command) => [command, { command, argument: '' }])),
  开始: { command: 'start', argument: '' },
  首页: { command: 'start', argument: '' },
  进度: { command: 'status', argument: '' },
  查看进度: { command: 'status', argument: '' },
  返回: { command: 'back', argument: '' },
  上一步: { command: 'back', argument: '' },
  暂停: { command: 'pause', argument: '' },
  取消: { command: 'cancel', argument: '' },
  撤回: { command: 'withdraw', argument: '' },
  撤回申请: { command: 'withdraw', argument: '' },
  语言: { command: 'language', argument: '' },
  中文: { command: 'language', argument: 'zh' },
  english: { command: 'language', argument: 'en' },
  帮助: { command: 'help', argument: '' },
}

/** A command typed as a word, or with a slash where the channel has no commands of its own. */
export const readCommand = (text: string): GivenCommand | undefined => {
  const typed = cleanText(text).toLowerCase()
  const [, name, argument = ''] = /^\/([a-z]+)(?: (.*))?$/s.exec(typed) ?? []
  const command = commands.find((command) => command === name)
  if (command !== undefined) return { command, argument }
  return Object.hasOwn(words, typed) ? words[typed] : undefined
}

const languageOf = (argument: string) => {
  if (/^zh/i.test(argument)) return 'zh-CN'
  return /^en/i.test(argument) ? 'en' : undefined
}

/** `/start` alone, or with the form number of a barcode's link (R6). */
const start = (argument: string, { application }: Sight): Move => {
  const digits = /^(?:form[ _-]?)?([\d -]+)$/i.exec(argument.trim())?.[1]
  if (digits === undefined) return { to: 'start', answers: { brought: undefined } }
  const formNumber = parseFormNumber(digits)
  const asking: Move = { to: 'askFormUnitName', answers: { formUnitName: undefined, formNumber: undefined } }
  if (!formNumber.ok) return { ...asking, problem: formNumber.problem }
  if (formNumber.value === application?.formNumber && homeOf(application) !== 'start')
    return { to: homeOf(application) }
  return { ...asking, answers: { ...asking.answers, formNumber: formNumber.value } }
}

const status = ({ step }: State, sight: Sight): Move => {
  const { answers, application, texts } = sight
  if (step === 'waiting') return { to: step }
  if (!hasFilling(answers)) return { to: step, say: [say(wordStatus(sight))] }
  const open = fieldNames.find((name) => isAsked(name, answers) && answers[name] === undefined)
  const confirm = answers.correcting === undefined ? texts.confirmValues : texts.confirmCorrection
  const question = open === undefined ? confirm : texts.fields[open].label
  const next = answers.unit === undefined ? texts.unitLabel : question
  const filling =
    answers.correcting === undefined ? texts.statusOfFilling(next) : texts.statusOfCorrecting(next)
  return {
    to: step,
    say: [...(application === undefined ? [] : [say(wordStatus(sight))]), say(filling)],
  }
}

const withdraw = ({ step }: State, { application, answers, texts }: Sight): Move => {
  if (application !== undefined && advance(application.state, 'withdraw').ok)
    return { to: 'confirmWithdraw', aside: true }
  if (hasFilling(answers)) return { to: 'confirmCancel', aside: true }
  return application === undefined
    ? { to: step, say: [say(texts.statusOfNone)] }
    : { to: step, problem: { kind: 'notNow' } }
}

const cancel = (state: State, sight: Sight): Move => {
  const here = interludes.has(state.step) ? (state.trail.at(-1) ?? 'start') : state.step
  if (sight.answers.correcting !== undefined && fillingSteps.has(here)) return leaveCorrection(sight)
  if (scanSteps.has(here) || here === 'waiting') return withdraw(state, sight)
  return hasFilling(sight.answers) ? { to: 'confirmCancel', aside: true } : { to: 'start' }
}

/** What a command does, at whatever step. */
export const runCommand = ({ command, argument }: GivenCommand, state: State, sight: Sight): Move => {
  const { texts, config, language } = sight
  switch (command) {
    case 'start':
      return start(argument, sight)
    case 'status':
      return status(state, sight)
    case 'back':
      return state.step === 'start' ? { to: 'start', say: [say(texts.nothingBefore)] } : { to: 'back' }
    case 'pause':
      return { to: 'paused', aside: true }
    case 'cancel':
      return cancel(state, sight)
    case 'withdraw':
      return withdraw(state, sight)
    case 'language': {
      const chosen = languageOf(argument)
      if (chosen === undefined) return { to: 'chooseLanguage', aside: true }
      return { to: state.step === 'chooseLanguage' ? 'back' : state.step, language: chosen }
    }
    case 'help':
      return {
        to: state.step,
        say: [say(texts.help(config.operator.name, config.operator.contact[language]))],
      }
  }
}
