import type { Language } from '../../../core/application.ts'
import { leaseMinutes } from '../../../core/desk.ts'

/**
 * Every key of the desk, and what it does: the control that bears it as `data-key` is pressed, a decision gone to, or
 * the next of what it walks over. Digits act in the decision's form that the keyboard is in, or else the first.
 */
export const shortcuts = [
  { key: 'n', 'zh-CN': '领取下一件', en: 'Take next' },
  {
    key: 'j',
    and: 'k',
    'zh-CN': '队列的下一行、上一行，按回车执行',
    en: 'The queue’s next line, the one before; Enter acts',
  },
  { key: '[', and: ']', 'zh-CN': '队列的前一栏、后一栏', en: 'The queue’s part before, the one after' },
  {
    key: 'a',
    'zh-CN': '通过：到表单，填妥后再按即提交',
    en: 'Approve: go to the form; again, once filled in, to send',
  },
  { key: 's', 'zh-CN': '要求重传：同上', en: 'Ask again: likewise' },
  { key: 'r', 'zh-CN': '拒绝：同上', en: 'Reject: likewise' },
  {
    key: '1',
    upTo: '9',
    'zh-CN': '勾选核对清单；在后两个表单中勾选原因',
    en: 'Tick the checklist; within the other two forms, reasons',
  },
  { key: 'd', 'zh-CN': '表单中的下一组', en: 'The form’s next group' },
  { key: 'z', 'zh-CN': '撤销决定', en: 'Undo the decision' },
  { key: 'x', 'zh-CN': '退回队列', en: 'Put back into the queue' },
  {
    key: 'e',
    'zh-CN': `延长 ${leaseMinutes} 分钟，或重新领取`,
    en: `${leaseMinutes} more minutes, or take again`,
  },
  { key: 'f', 'zh-CN': '切换扫描件', en: 'The other scan' },
  { key: 'g', 'zh-CN': '在扫描件上查看下一项', en: 'Show the next value on the scan' },
  { key: '← ↑ ↓ →', 'zh-CN': '移动选中的扫描件', en: 'Move the scan chosen' },
  { key: '+', 'zh-CN': '放大', en: 'Zoom in' },
  { key: '-', 'zh-CN': '缩小', en: 'Zoom out' },
  { key: '0', 'zh-CN': '全图', en: 'Whole picture' },
  { key: 't', 'zh-CN': '旋转', en: 'Turn' },
  { key: 'm', 'zh-CN': '显示或隐藏机器标记', en: 'Machine’s marks on or off' },
  { key: 'o', 'zh-CN': '原图或整理后的图', en: 'As sent, or straightened' },
  { key: 'w', 'zh-CN': '在新窗口打开原图', en: 'Open as sent, in a new window' },
  { key: 'v', 'zh-CN': '显示下一项隐去的信息', en: 'Show the next masked value' },
  { key: 'l', 'zh-CN': '申请记录', en: 'The application’s record' },
  { key: 'q', 'zh-CN': '返回队列', en: 'Back to the queue' },
  { key: '?', 'zh-CN': '显示这份清单', en: 'Show this list' },
] as const satisfies readonly (Readonly<Record<Language | 'key', string>> & {
  readonly upTo?: string
  readonly and?: string
})[]
