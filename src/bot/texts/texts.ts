import type { Language } from '../../core/application.ts'
import { en } from './en.ts'
import { enProblems } from './enProblems.ts'
import { enScans } from './enScans.ts'
import type { ProblemWords } from './problemWords.ts'
import { zhCN } from './zhCN.ts'
import { zhCNProblems } from './zhCNProblems.ts'
import { zhCNScans } from './zhCNScans.ts'

/** Everything the conversation says, in one language. */
export interface Texts extends Catalogue {
  readonly problems: ProblemWords
}
type Catalogue = typeof zhCN & typeof zhCNScans

export const textsIn: Readonly<Record<Language, Texts>> = {
  'zh-CN': { ...zhCN, ...zhCNScans, problems: zhCNProblems },
  en: { ...en, ...enScans, problems: enProblems },
}
