import type { Language } from '../../../core/application.ts'

const zh = {
  heldBy: (name: string, until: string) => `${name} 审核中，至 ${until}`,
  firstOf: (name: string) => `${name} 已一审，待复核`,
  yoursFirst: '您已一审，待他人复核',
  takeAway: '收回',
  takeAwayTitle: '收回正在审核的申请',
  takeAwayLead: '申请回到队列，持有者未提交的内容不再有效。原因会原样记入审计日志，请勿写申请人的信息。',
  reason: '原因',
  confirm: '收回并退回队列',
}

export type QueueTexts = typeof zh

const en: QueueTexts = {
  heldBy: (name, until) => `${name} until ${until}`,
  firstOf: (name) => `Approved first by ${name}`,
  yoursFirst: 'You approved first; another has to',
  takeAway: 'Take away',
  takeAwayTitle: 'Take an application away',
  takeAwayLead:
    'It goes back into the queue; what its reviewer has not sent is lost. The reason goes into the audit log as it is, so name no applicant.',
  reason: 'Reason',
  confirm: 'Put back into the queue',
}

export const queueTexts: Readonly<Record<Language, QueueTexts>> = { 'zh-CN': zh, en }
