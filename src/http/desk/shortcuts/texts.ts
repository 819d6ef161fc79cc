import type { Language } from '../../../core/application.ts'

const zh = {
  shortcuts: '快捷键',
  shortcutsOn: '启用单键快捷键',
  shortcutsHint: '在输入框中打字时不起作用。',
  close: '关闭',
  save: '保存',
}

const en: typeof zh = {
  shortcuts: 'Shortcuts',
  shortcutsOn: 'Single keys act',
  shortcutsHint: 'Never while you type in a field.',
  close: 'Close',
  save: 'Save',
}

export const shortcutTexts: Readonly<Record<Language, typeof zh>> = { 'zh-CN': zh, en }
