import type { Language } from '../../../core/application.ts'
import { leaseMinutes } from '../../../core/desk.ts'

/** Every key of the desk, and what it does: the control that bears it as `data-key` is pressed, or a decision gone to. */
export const shortcuts = [
  { key: 'n', 'zh-CN': '领取下一件', en: 'Take next' },
  {
    key: 'a',
    'zh-CN': '通过：到表单，填妥后再按即提交',
    en: 'Approve: go to the form; again, once filled in, to send',
  },
  { key: 's', 'zh-CN': '要求重传：同上', en: 'Ask again: likewise' },
  { key: 'r', 'zh-CN': '拒绝：同上', en: 'Reject: likewise' },
  { key: '1', upTo: '5', 'zh-CN': '勾选核对清单', en: 'Tick the checklist' },
  { key: 'z', 'zh-CN': '撤销决定', en: 'Undo the decision' },
  { key: 'x', 'zh-CN': '退回队列', en: 'Put back into the queue' },
  {
    key: 'e',
    'zh-CN': `延长 ${leaseMinutes} 分钟，或重新领取`,
    en: `${leaseMinutes} more minutes, or take again`,
  },
  { key: 'f', 'zh-CN': '切换扫描件', en: 'The other scan' },
  { key: '+', 'zh-CN': '放大', en: 'Zoom in' },
  { key: '-', 'zh-CN': '缩小', en: 'Zoom out' },
  { key: '0', 'zh-CN': '全图', en: 'Whole picture' },
  { key: 't', 'zh-CN': '旋转', en: 'Turn' },
  { key: 'm', 'zh-CN': '显示或隐藏机器标记', en: 'Machine’s marks on or off' },
  { key: 'o', 'zh-CN': '原图或整理后的图', en: 'As sent, or straightened' },
  { key: 'v', 'zh-CN': '显示下一项隐去的信息', en: 'Show the next masked value' },
  { key: 'q', 'zh-CN': '返回队列', en: 'Back to the queue' },
  { key: '?', 'zh-CN': '显示这份清单', en: 'Show this list' },
] as const satisfies readonly (Readonly<Record<Language | 'key', string>> & { readonly upTo?: string })[]
