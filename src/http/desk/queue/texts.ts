import type { Language } from '../../../core/application.ts'
import { leaseMinutes, type QueuePart } from '../../../core/desk.ts'

export const partNames: Readonly<Record<QueuePart, Readonly<Record<Language, string>>>> = {
  overdue: { 'zh-CN': '已超时', en: 'Overdue' },
  dueToday: { 'zh-CN': '今日到期', en: 'Due today' },
  later: { 'zh-CN': '之后到期', en: 'Later' },
  mine: { 'zh-CN': '我在审核', en: 'Held by me' },
  waiting: { 'zh-CN': '等待重传', en: 'Waiting for scans' },
  undeliverable: { 'zh-CN': '密码未送达', en: 'Undelivered' },
}

const zh = {
  queue: '队列',
  takeNext: '领取下一件',
  takeNextHint: `领取最急的一件，为您保留 ${leaseMinutes} 分钟。`,
  take: '领取',
  open: '继续审核',
  retry: '重新发送',
  unit: '单位',
  state: '状态',
  action: '操作',
  nothing: '这里没有申请。',
  nextPage: '下一页',
  firstPage: '回到首页',
  paused: (left: string) => `已暂停，还剩 ${left}`,
  held: (until: string) => `审核中，至 ${until}`,

  heldBy: (name: string, until: string) => `${name} 审核中，至 ${until}`,
  firstOf: (name: string) => `${name} 已一审，待复核`,
  yoursFirst: '您已一审，待他人复核',
  returned: '您要求的扫描件已重传，先由您审核',
  takeAway: '收回',
  takeAwayTitle: '收回正在审核的申请',
  takeAwayLead: '申请回到队列，持有者未提交的内容不再有效。原因会原样记入审计日志，请勿写填表人的信息。',
  reason: '原因',
  confirm: '收回并退回队列',
}

type QueueTexts = typeof zh

const en: QueueTexts = {
  queue: 'Queue',
  takeNext: 'Take next',
  takeNextHint: `The most urgent one, kept for you for ${leaseMinutes} minutes.`,
  take: 'Take',
  open: 'Continue',
  retry: 'Send again',
  unit: 'Organisation',
  state: 'State',
  action: 'Action',
  nothing: 'Nothing here.',
  nextPage: 'Next page',
  firstPage: 'First page',
  paused: (left) => `Paused, ${left} left`,
  held: (until) => `In review until ${until}`,

  heldBy: (name, until) => `${name} until ${until}`,
  firstOf: (name) => `Approved first by ${name}`,
  yoursFirst: 'You approved first; another has to',
  returned: 'Back with the scans you asked for, yours first',
  takeAway: 'Take away',
  takeAwayTitle: 'Take an application away',
  takeAwayLead:
    'It goes back into the queue; what its reviewer has not sent is lost. The reason goes into the audit log as it is, so name no applicant.',
  reason: 'Reason',
  confirm: 'Put back into the queue',
}

export const queueTexts: Readonly<Record<Language, QueueTexts>> = { 'zh-CN': zh, en }
