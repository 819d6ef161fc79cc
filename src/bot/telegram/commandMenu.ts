import type { Language } from '../../core/application.ts'
import type { Command } from '../../core/chat.ts'

/** What Telegram's menu says about each command: at most 256 characters, in the order shown. */
export const commandMenu = {
  'zh-CN': {
    start: '查询密码',
    status: '查看申请进度',
    back: '返回上一步',
    pause: '暂停,稍后继续',
    cancel: '取消填写',
    withdraw: '撤回申请并删除资料',
    language: '切换语言 / Language',
    help: '帮助',
  },
  en: {
    start: 'Ask for a password',
    status: 'See where the application stands',
    back: 'Go back one step',
    pause: 'Pause and go on later',
    cancel: 'Cancel what is being filled in',
    withdraw: 'Withdraw the application and erase its data',
    language: 'Change the language / 切换语言',
    help: 'Help',
  },
} as const satisfies Record<Language, Record<Command, string>>

export const botCommands = (language: Language): { command: string; description: string }[] =>
  Object.entries(commandMenu[language]).map(([command, description]) => ({ command, description }))
