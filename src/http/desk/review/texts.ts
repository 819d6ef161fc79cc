import type { Language } from '../../../core/application.ts'
import { type Decision, undoSeconds } from '../../../core/deskDecision.ts'
import type { Relation } from '../../../core/deskReview.ts'
import type { FourEyesRule } from '../../../core/fourEyes.ts'
import type { SensitiveField } from '../../../core/deskMask.ts'

type Words = Readonly<Record<Language, string>>

export const fourEyesNames: Readonly<Record<FourEyesRule, Words>> = {
  personnelChange: { 'zh-CN': '人员调整', en: 'personnel change' },
  mobileNotOnRecord: { 'zh-CN': '手机号码与登记的不一致', en: 'the mobile number is not the one on record' },
  firstRecovery: { 'zh-CN': '该单位首次找回', en: 'the organisation’s first recovery' },
  pictureSeenBefore: { 'zh-CN': '图片曾在其他申请中出现', en: 'a picture seen before' },
}

export const relationNames: Readonly<Record<Relation, Words>> = {
  unit: { 'zh-CN': '同一单位', en: 'Same organisation' },
  idNumber: { 'zh-CN': '同一证件号码', en: 'Same document number' },
  mobile: { 'zh-CN': '同一手机号码', en: 'Same mobile number' },
  picture: { 'zh-CN': '同一张图片', en: 'Same picture' },
}

export const decisionNames: Readonly<Record<Decision['kind'], Words>> = {
  approve: { 'zh-CN': '通过', en: 'Approved' },
  requestScans: { 'zh-CN': '要求重传', en: 'Asked again' },
  reject: { 'zh-CN': '拒绝', en: 'Rejected' },
}

export const sensitiveNames: Readonly<Record<SensitiveField, Words>> = {
  idNumber: { 'zh-CN': '证件号码', en: 'document number' },
  mobile: { 'zh-CN': '手机号码', en: 'mobile number' },
  email: { 'zh-CN': '电子邮箱', en: 'e-mail' },
}

const zh = {
  noWatermark: '扫描件加不上水印，因此没有显示。请重试；仍不行时请联系管理员。',
  unshown: '扫描件没有显示出来：可能已超过查看时间，或加不上水印。请刷新页面重试。',
  zoomIn: '放大',
  zoomOut: '缩小',
  turn: '旋转',
  whole: '全图',
  marks: '机器标记',
  original: '原图',
  openOriginal: '打开原图',
  toolsOf: (scan: string) => `${scan}工具`,
  stageOf: (scan: string) => `${scan}扫描件。方向键移动，点选后滚轮缩放。`,
  machineSaw: {
    code: '机器读到：二维码',
    seal: '机器看到：疑似公章',
    signature: '机器看到：疑似签字',
    idNumber: '机器读过：证件号码处',
    name: '机器读过：姓名处',
  },
  showOnForm: (label: string) => `在信息表上查看：${label}`,
  showOnCard: (label: string) => `在证件上查看：${label}`,
  reveal: '显示',
  revealOf: (label: string) => `显示完整的${label}（会记入审计日志）`,
  record: '登记情况',
  fullName: '单位全称',
  registration: '注册状态',
  registered: '已注册',
  accounts: '注册用户账号',
  related: '相关申请',
  noneRelated: '没有发现相关申请。',
  pastDecisions: '此前的决定',
  undone: '已撤销',
  internal: '内部备注',
  internalNote: '内部备注（申请人看不到）',
  firstApproved: (reviewer: string) =>
    `${reviewer} 已第一次通过。您对同一账号再次通过后生效；您也可以要求重传或拒绝。`,
  firstChosen: '第一审选择',
  waitsForSecond: (why: string) => `通过后须由另一位审核员复核：${why}。`,
  changedSince: '您打开之后发生了：',
  nothingSince: '这件申请在别处被领取或处理过。',
  jump: '决定',
  undo: '撤销',
  undoLeft: (seconds: string) => `${seconds} 秒内可撤销`,
  undoHint: `决定在 ${undoSeconds} 秒后生效，此前可以撤销。`,
  inEffect: '决定已生效。',
  takeAgain: '重新领取',
  takenAgain: '已重新领取，您填写的内容还在。',
  takenByAnother: '这件申请已由他人领取或处理。您填写的内容还在此页，可以复制。',
  draftKept: '您填写的内容已保留。',
  shortcuts: '快捷键',
  shortcutsOn: '启用单键快捷键',
  shortcutsHint: '在输入框中打字时不起作用。',
  close: '关闭',
  save: '保存',
}

export type ReviewTexts = typeof zh

const en: ReviewTexts = {
  noWatermark: 'The scan could not be watermarked, so it is not shown. Try again, or tell an administrator.',
  unshown:
    'The scan is not shown: its time to be looked at is over, or it could not be watermarked. Reload the page.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  turn: 'Turn',
  whole: 'Whole',
  marks: 'Machine’s marks',
  original: 'As sent',
  openOriginal: 'Open as sent',
  toolsOf: (scan) => `Tools: ${scan}`,
  stageOf: (scan) => `Scan: ${scan}. Arrow keys move it; once chosen, the wheel zooms.`,
  machineSaw: {
    code: 'Read by machine: barcode',
    seal: 'Seen by machine: perhaps a seal',
    signature: 'Seen by machine: perhaps a signature',
    idNumber: 'Read by machine: document number',
    name: 'Read by machine: name',
  },
  showOnForm: (label) => `Show on the form: ${label}`,
  showOnCard: (label) => `Show on the document: ${label}`,
  reveal: 'Show',
  revealOf: (label) => `Show the whole ${label} (noted in the audit log)`,
  record: 'On record',
  fullName: 'Full name',
  registration: 'Registration',
  registered: 'Registered',
  accounts: 'Accounts',
  related: 'Related applications',
  noneRelated: 'None found.',
  pastDecisions: 'Decisions before',
  undone: 'undone',
  internal: 'Internal note',
  internalNote: 'Internal note (the applicant never sees it)',
  firstApproved: (reviewer) =>
    `${reviewer} approved this first. It holds once you approve for the same account; you may ask again or reject too.`,
  firstChosen: 'chosen by the first reviewer',
  waitsForSecond: (why) => `An approval waits for a second reviewer: ${why}.`,
  changedSince: 'Since you opened it:',
  nothingSince: 'It was taken or handled elsewhere.',
  jump: 'Decide',
  undo: 'Undo',
  undoLeft: (seconds) => `${seconds} s to undo`,
  undoHint: `The decision takes effect after ${undoSeconds} seconds and can be undone until then.`,
  inEffect: 'The decision has taken effect.',
  takeAgain: 'Take it again',
  takenAgain: 'It is yours again, and what you typed is still here.',
  takenByAnother: 'Someone else took or handled it. What you typed is still on this page, to copy.',
  draftKept: 'What you typed has been kept.',
  shortcuts: 'Shortcuts',
  shortcutsOn: 'Single keys act',
  shortcutsHint: 'Never while you type in a field.',
  close: 'Close',
  save: 'Save',
}

export const reviewTexts: Readonly<Record<Language, ReviewTexts>> = { 'zh-CN': zh, en }
