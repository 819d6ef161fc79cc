import type { Command } from '../../core/chat.ts'
import type { Language } from '../../core/application.ts'

/** The words of the page around the conversation; what the conversation says comes from its own texts. */
export interface PageTexts {
  readonly title: string
  readonly lead: string
  readonly begin: string
  readonly beginWithForm: string
  readonly transcript: string
  readonly you: string
  readonly service: string
  readonly answer: string
  readonly send: string
  readonly havePicture: string
  readonly choosePicture: string
  readonly sendPicture: string
  readonly uploading: string
  readonly waiting: string
  readonly offline: string
  readonly tooLarge: string
  readonly notUnderstood: string
  readonly openForm: string
  readonly sampleForm: string
  readonly sampleIdCard: string
  readonly mistakes: string
  readonly yourScan: string
  readonly yourMarkedScan: string
  readonly tooMany: string
  readonly more: string
  readonly commands: Readonly<Partial<Record<Command, string>>>
}

export const pageTexts: Readonly<Record<Language, PageTexts>> = {
  'zh-CN': {
    title: '密码查询',
    lead: '单位账号的密码忘了，或负责人已变更？凭加盖公章的信息表和填表人证件，在这里办理。约需十分钟，随时可以离开，回来接着办。',
    begin: '开始',
    beginWithForm: '继续办理这份信息表',
    transcript: '对话',
    you: '您',
    service: '系统',
    answer: '您的回答',
    send: '发送',
    havePicture: '已有信息表或证件的照片？直接发送',
    choosePicture: '选择图片（可同时选两张）',
    sendPicture: '提交图片',
    uploading: '正在上传',
    waiting: '正在处理，请稍候……',
    offline: '网络已断开，您的内容还在，恢复后请再发送一次。',
    tooLarge: '图片超过 20 MB（两张一起发送时合计），无法接收。请发送 1 MB 以内的 JPEG 图片。',
    notUnderstood: '没有收到内容，请再试一次。',
    openForm: '打开信息表(PDF)',
    sampleForm: '信息表样本',
    sampleIdCard: '证件样本',
    mistakes: '常见问题',
    yourScan: '您上传的图片',
    yourMarkedScan: '您上传的图片，有疑问的地方已编号标出',
    tooMany: '一次最多发送两张图片：信息表和证件各一张。',
    more: '更多操作',
    commands: {
      back: '上一步',
      status: '查看进度',
      pause: '暂停',
      cancel: '取消',
      withdraw: '撤回申请',
      language: 'English',
      help: '帮助',
    },
  },
  en: {
    title: 'Account recovery',
    lead: 'Your organisation has lost the password of its account, or the person in charge has changed? Recover it here with a stamped form and the applicant’s identity document. It takes about ten minutes; leave and come back at any time.',
    begin: 'Begin',
    beginWithForm: 'Go on with this form',
    transcript: 'Conversation',
    you: 'You',
    service: 'Service',
    answer: 'Your answer',
    send: 'Send',
    havePicture: 'Or send a photo of the form or ID',
    choosePicture: 'Choose a picture, or two',
    sendPicture: 'Submit',
    uploading: 'Uploading',
    waiting: 'Working on it, one moment…',
    offline: 'The network is gone. What you entered is still here; send it again when you are back.',
    tooLarge:
      'This is more than 20 MB, two pictures at once counted together, and cannot be taken. Send a JPEG picture of at most 1 MB.',
    notUnderstood: 'Nothing arrived. Please try again.',
    openForm: 'Open the form (PDF)',
    sampleForm: 'Sample form',
    sampleIdCard: 'Sample identity document',
    mistakes: 'Common mistakes',
    yourScan: 'The picture you sent',
    yourMarkedScan: 'The picture you sent, with numbers where something is doubtful',
    tooMany: 'At most two pictures can be sent at a time: one of the form and one of the identity document.',
    more: 'More',
    commands: {
      back: 'Back',
      status: 'Status',
      pause: 'Pause',
      cancel: 'Cancel',
      withdraw: 'Withdraw',
      language: '中文',
      help: 'Help',
    },
  },
}
