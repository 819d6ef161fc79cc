import type { ApplicationState, Language, ScanKind } from '../../core/application.ts'
import { type DeskRefusal, leaseMinutes, type NothingFree } from '../../core/desk.ts'
import { accountActionNames } from './accounts/actionNames.ts'

type Words = Readonly<Record<Language, string>>

/** Why the desk refused; but for `tooLong`, which names its limit. */
export const refusalTexts: Readonly<
  Record<Exclude<(DeskRefusal | NothingFree)['kind'], 'tooLong'> | 'notRetried', Words>
> = {
  queueEmpty: {
    'zh-CN': '现在没有您可以领取的申请。',
    en: 'Nothing is free for you to take now.',
  },
  heldByAnother: {
    'zh-CN': '这件申请正由另一位审核员审核，请领取别的申请。',
    en: 'Another reviewer is holding this application. Please take another one.',
  },
  leaseLapsed: {
    'zh-CN': `您的审核时限（${leaseMinutes} 分钟）已过，请重新领取后再作决定。`,
    en: `Your ${leaseMinutes} minutes with this application are over. Take it again before you decide.`,
  },
  staleVersion: {
    'zh-CN': '这件申请在您查看之后有了变化，决定没有生效。以下是最新内容，请重新审核。',
    en: 'This application changed after you opened it, so the decision was not made. Below is its latest state: please review it again.',
  },
  notNow: {
    'zh-CN': '这件申请目前不在审核中：可能仍在队列中等待领取，也可能已作出决定或由填表人撤回。',
    en: 'This application is not under review now: it may be waiting to be taken, decided, or withdrawn by the applicant.',
  },
  notRetried: {
    'zh-CN': '这件申请的密码不需要重新发送：正在发送，或者已经送出。',
    en: 'The password of this application need not be sent again: it is on its way, or was sent.',
  },
  reasonRequired: {
    'zh-CN': '请选择或填写原因；要求重传时，每一张扫描件至少一条。',
    en: 'Give a reason; when you ask for scans again, at least one for each of them.',
  },
  accountRequired: {
    'zh-CN': '请选择要重置密码的注册用户账号。',
    en: 'Choose the account whose password is to be reset.',
  },
  checklistIncomplete: {
    'zh-CN': '通过之前请逐项核对，并全部勾选。',
    en: 'Check and tick every item before you approve.',
  },
  secondReviewerNeeded: {
    'zh-CN': '您已作出第一次通过，须由另一位审核员复核。',
    en: 'You approved this application first, so another reviewer decides on it now.',
  },
  tooLateToUndo: {
    'zh-CN': '决定已生效，无法撤销。',
    en: 'The decision has taken effect and cannot be undone.',
  },
}

export const stateNames: Readonly<Record<ApplicationState, Words>> = {
  awaitingScans: { 'zh-CN': '等待上传', en: 'Awaiting scans' },
  submitted: { 'zh-CN': '待审核', en: 'To review' },
  inReview: { 'zh-CN': '审核中', en: 'In review' },
  decided: { 'zh-CN': '已决定', en: 'Decided' },
  scansRequested: { 'zh-CN': '等待重传', en: 'Scans asked again' },
  approved: { 'zh-CN': '已通过', en: 'Approved' },
  delivered: { 'zh-CN': '密码已送出', en: 'Delivered' },
  undeliverable: { 'zh-CN': '密码未送达', en: 'Undelivered' },
  rejected: { 'zh-CN': '已拒绝', en: 'Rejected' },
  withdrawn: { 'zh-CN': '已撤回', en: 'Withdrawn' },
}

export const scanNames: Readonly<Record<ScanKind, Words>> = {
  form: { 'zh-CN': '信息表', en: 'Form' },
  idCard: { 'zh-CN': '证件', en: 'Identity document' },
}

/** The audit log's actions in words; one without is shown as it is. */
export const actionNames: Readonly<Record<string, Words>> = {
  followed: { 'zh-CN': '填表人接续办理', en: 'Taken up in a chat' },
  composed: { 'zh-CN': '生成信息表', en: 'Form made' },
  revised: { 'zh-CN': '更正信息，生成新表', en: 'Corrected, new form' },
  scanSent: { 'zh-CN': '上传扫描件', en: 'Scan sent' },
  submitted: { 'zh-CN': '提交', en: 'Submitted' },
  reminded: { 'zh-CN': '提醒填表人上传', en: 'Reminded of the scans' },
  claimed: { 'zh-CN': '领取', en: 'Taken' },
  released: { 'zh-CN': '退回队列', en: 'Put back' },
  opened: { 'zh-CN': '查看申请', en: 'Opened' },
  recordSeen: { 'zh-CN': '查看记录', en: 'Record read' },
  scanSeen: { 'zh-CN': '查看扫描件', en: 'Scan seen' },
  scansRequested: { 'zh-CN': '要求重传', en: 'Scans asked again' },
  approved: { 'zh-CN': '通过', en: 'Approved' },
  rejected: { 'zh-CN': '拒绝', en: 'Rejected' },
  withdrawn: { 'zh-CN': '撤回', en: 'Withdrawn' },
  takenAway: { 'zh-CN': '主管退回队列', en: 'Put back by a supervisor' },
  revealed: { 'zh-CN': '查看完整信息', en: 'Masked value seen' },
  decided: { 'zh-CN': '作出决定', en: 'Decided' },
  undone: { 'zh-CN': '撤销决定', en: 'Decision undone' },
  firstApproved: { 'zh-CN': '第一次通过，待复核', en: 'Approved by a first reviewer' },
  credentialSent: { 'zh-CN': '密码已送出', en: 'Password sent' },
  deliveryFailed: { 'zh-CN': '密码未送达', en: 'Password not delivered' },
  deliveryRetried: { 'zh-CN': '重新发送密码', en: 'Password sent again' },
  erased: { 'zh-CN': '到期删除', en: 'Erased as its time was over' },
  auditNoteMissing: {
    'zh-CN': '库外记录缺失，已重新开始记录',
    en: 'The note outside the database was missing, and is begun anew',
  },
  auditExported: { 'zh-CN': '导出审计日志', en: 'Audit log exported' },
  tokenMade: { 'zh-CN': '新建令牌', en: 'Token made' },
  tokenRevoked: { 'zh-CN': '吊销令牌', en: 'Token revoked' },
  webhookAdded: { 'zh-CN': '新增推送', en: 'Webhook added' },
  webhookSwitchedOn: { 'zh-CN': '启用推送', en: 'Webhook switched on' },
  webhookSwitchedOff: { 'zh-CN': '停用推送', en: 'Webhook switched off' },
  webhookSecretRotated: { 'zh-CN': '更换推送密钥', en: 'Webhook secret rotated' },
  webhookTested: { 'zh-CN': '测试推送', en: 'Webhook tested' },
  webhookReplayed: { 'zh-CN': '重新推送', en: 'Webhook event sent again' },
  webhookFailedReplayed: { 'zh-CN': '重新推送全部未送达事件', en: 'All failed webhook events sent again' },
  webhookRemoved: { 'zh-CN': '删除推送', en: 'Webhook removed' },
  ...accountActionNames,
}

const zh = {
  title: '审核台',
  skip: '跳到正文',
  signOut: '退出',
  language: 'English',
  sections: '审核台栏目',
  offline: '连接已断开，正在重新连接。页面内容可能不是最新的。',
  online: '已重新连接。',
  signedOut: '您已退出登录，页面内容不再更新。请刷新页面并重新登录。',
  notAllowedTitle: '您的角色不能打开此页',
  notAllowed: '如工作需要，请联系管理员调整您的角色。',
  backToQueue: '返回队列',
  wrongPassword: '邮箱或密码不正确，请核对后重试。',
  tooManyTries: '尝试次数过多。',
  wrongCode: '验证码不正确，请核对手机时间后重试。',
  codeOver: '本次登录已失效，请重新输入密码。',
  promised: '承诺时间',
  lateBy: (span: string) => `已超 ${span}`,
  dueIn: (span: string) => `还剩 ${span}`,
  days: (count: number) => `${count} 天`,
  hours: (count: number) => `${count} 小时`,
  minutes: (count: number) => `${count} 分钟`,
  tooLong: (max: number) => `内容过长，最多 ${max} 字。`,
  released: '已退回队列。',
  retried: '正在重新发送密码。',
  undone: '已撤销，申请仍由您审核。',
  takenAway: '已收回，申请回到队列。',
}

export type DeskTexts = typeof zh

const en: DeskTexts = {
  title: 'Review desk',
  skip: 'Skip to content',
  signOut: 'Sign out',
  language: '中文',
  sections: 'Sections of the desk',
  offline: 'The connection is lost and being restored. What you see may be out of date.',
  online: 'Connected again.',
  signedOut:
    'You are signed out, and what you see is no longer kept up to date. Reload the page and sign in again.',
  notAllowedTitle: 'Your role does not open this page',
  notAllowed: 'If your work needs it, ask an administrator to change your role.',
  backToQueue: 'Back to the queue',
  wrongPassword: 'The e-mail or the password is wrong. Check both and try again.',
  tooManyTries: 'Too many tries.',
  wrongCode: 'That code is wrong. Check your phone’s clock and try again.',
  codeOver: 'This sign-in has expired. Please enter your password again.',
  promised: 'Promised',
  lateBy: (span) => `${span} late`,
  dueIn: (span) => `${span} left`,
  days: (count) => `${count} d`,
  hours: (count) => `${count} h`,
  minutes: (count) => `${count} min`,
  tooLong: (max) => `The text is too long; at most ${max} characters.`,
  released: 'Put back into the queue.',
  retried: 'The password is being sent again.',
  undone: 'Undone. The application is yours again.',
  takenAway: 'Taken away; the application is back in the queue.',
}

/** What more than one of the desk’s pages says. */
export const deskTexts: Readonly<Record<Language, DeskTexts>> = { 'zh-CN': zh, en }
