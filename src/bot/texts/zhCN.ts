import type { ApplicationState, IdType, Reason } from '../../core/application.ts'
import type { Command } from '../../core/chat.ts'
import type { FieldName } from '../../core/fields.ts'
import { formatShanghai } from '../../core/shanghaiTime.ts'
import type { FieldWords } from './words.ts'

const fields: Readonly<Record<FieldName, FieldWords>> = {
  accountName: {
    label: '注册用户账号',
    ask: '请输入要查询密码的注册用户账号。忘记了可以跳过。',
    example: 'library01',
  },
  accountHolderName: {
    label: '注册用户姓名',
    ask: '请输入该账号登记的注册用户姓名。忘记了可以跳过。',
    example: '张伟',
  },
  applicantName: {
    label: '填表人姓名',
    ask: '请输入填表人姓名，即您本人的姓名，与证件一致。',
    example: '王芳',
  },
  department: { label: '所在部门', ask: '请输入您所在的部门。没有可以跳过。', example: '图书馆技术部' },
  idType: { label: '证件类型', ask: '请选择您的证件类型。稍后需要上传该证件的照片。', example: '身份证' },
  idNumber: { label: '证件号码', ask: '请输入证件号码。', example: '110101190001010006' },
  mobile: {
    label: '手机号码',
    ask: '请输入手机号码。密码将以短信发送到这个号码，请确认您能收到短信。',
    example: '138 0013 8000',
  },
  officePhone: {
    label: '办公电话',
    ask: '请输入办公电话。没有可以跳过。',
    example: '010-62789999 转 8016',
  },
  email: {
    label: '电子邮箱',
    ask: '请输入电子邮箱。短信无法送达时，密码将发送到这个邮箱。',
    example: 'wangfang@example.com',
  },
  reason: {
    label: '密码查询原因',
    ask: '请选择密码查询原因。选“人员调整”的，审核通过后将同时更新注册用户。',
    example: '密码遗忘',
  },
  reasonText: { label: '具体原因', ask: '请简要写明具体原因。', example: '原手机号码已停用，收不到短信' },
}

const reasons: Readonly<Record<Reason, string>> = {
  forgotten: '密码遗忘',
  personnelChange: '人员调整',
  other: '其他',
}

const states: Readonly<Record<ApplicationState, string>> = {
  awaitingScans: '等待上传扫描件',
  submitted: '已提交，等待审核',
  inReview: '审核中',
  decided: '审核中',
  scansRequested: '需要重新上传扫描件',
  approved: '审核通过，正在发送密码',
  delivered: '已办结，密码已发送',
  undeliverable: '审核通过，密码暂时未能送达',
  rejected: '未通过审核',
  withdrawn: '已撤回',
}

const nextOf: Readonly<Record<ApplicationState, string>> = {
  awaitingScans: '请打印信息表，签字并加盖单位公章，然后上传信息表和证件照片。',
  submitted: '审核结果会在这里通知您，无需其他操作。',
  inReview: '审核结果会在这里通知您，无需其他操作。',
  decided: '审核结果会在这里通知您，无需其他操作。',
  scansRequested: '请按审核意见重新上传。',
  approved: '请留意手机短信，密码很快送达。',
  delivered: '请用收到的密码登录，首次登录须修改密码。',
  undeliverable: '短信和邮件都没有送达，工作人员正在处理，并会与您联系。',
  rejected: '请按审核意见更正后重新申请。',
  withdrawn: '如仍需要，可以重新申请。',
}

const commandNames: Readonly<Record<Command, string>> = {
  start: '开始',
  status: '查看进度',
  back: '返回上一步',
  pause: '暂停',
  cancel: '取消',
  withdraw: '撤回申请',
  language: '语言',
  help: '帮助',
}

const promised = (at: Date): string => `${formatShanghai(at)}（北京时间）`

export const zhCN = {
  fields,
  reasons,
  commandNames,
  idTypes: { idCard: '身份证', passport: '护照' } satisfies Record<IdType, string>,
  unitLabel: '单位全称',
  languageName: '简体中文',

  start: (operator: string) =>
    `您好，这里是${operator}密码查询服务。只需三步：\n\n` +
    '1. 在这里填写信息，得到《密码查询信息表》；\n' +
    '2. 打印，签字并加盖单位公章；\n' +
    '3. 上传信息表和证件的照片。\n\n' +
    '审核通过后，密码以手机短信发送给您。请选择：',
  startNew: '新的密码查询',
  startOver: '重新填写（清除已填内容）',
  resume: '继续填写',
  goOnUploading: '继续上传扫描件',
  haveForm: '已有信息表，上传扫描件',
  seeStatus: '查看进度',
  restarted: '抱歉，之前的对话无法恢复，请从这里重新开始。已经生成的信息表仍然有效。',

  askUnit: '【单位全称 *】\n请输入单位全称，与公章上的名称一致。',
  askUnitExample: '清华大学',
  unitNotFound: (name: string, contact: string) =>
    `没有找到“${name}”。\n\n请核对：\n· 是否与公章或统一社会信用代码证书上的全称完全一致；\n· 是否用了简称、别名，或有错别字。\n\n` +
    `如果名称无误，说明该单位尚未注册，请联系：${contact}\n\n请重新输入单位全称：`,
  unitUnderReview: (name: string, contact: string) =>
    `“${name}”的注册正在审核中，审核通过后才能查询密码，请稍后再来。如有疑问，请联系：${contact}`,
  unitTurnedDown: (name: string, contact: string) =>
    `“${name}”的注册没有通过审核，暂时不能查询密码。请联系：${contact}`,
  unitUnprintable: (name: string, characters: string, contact: string) =>
    `“${name}”的名称含有信息表无法打印的字符：${characters}。请联系：${contact}`,
  unitGone: (name: string) => `“${name}”现在不能查询密码，请重新选择单位。`,
  unitState: { registered: '', underReview: '（注册审核中）', turnedDown: '（注册未通过）' },
  sampleUnit: '（样例单位）',
  pickUnit: (name: string, units: string) =>
    `没有与“${name}”唯一对应的单位，请从下面选择：\n\n${units}\n\n点选按钮或输入序号；都不是的话，请输入更完整的名称。`,
  previousPage: '上一页',
  nextPage: '下一页',
  searchAgain: '重新输入',

  notice: (unit: string, operator: string, days: number, contact: string) =>
    `单位：${unit}\n\n填写之前，请了解我们如何使用您的信息：\n\n` +
    '· 保存什么：您填写的信息、两份扫描件和办理记录。\n' +
    '· 为什么：核实申请确实来自本单位，并把密码送到您手中，不作他用。\n' +
    `· 保存多久：加密保存，办结 ${days} 天后删除。\n` +
    '· 谁能看到：只有办理这份申请的审核员。\n' +
    '· 可以撤回：密码发放前可随时发送“撤回”。\n\n' +
    `由${operator}负责，联系方式：${contact}\n\n所有信息须真实、完整。标 * 的为必填项。`,
  agree: '同意，开始填写',
  disagree: '不同意',
  disagreed: '好的，没有保存您的任何信息。需要时随时可以再来。',

  ask: (label: string, required: boolean, ask: string) => `【${label}${required ? ' *' : ''}】\n${ask}`,
  askPassportNumber: '请输入护照号码。',
  askIdCardNumber: '请输入 18 位身份证号码。',
  forgetsNumber: '您发来的号码收到后会从聊天中移除（聊天工具允许时）。',
  current: (value: string) => `目前填写：${value}`,
  leftOut: '未填写',
  example: (example: string) => `例如：${example}`,
  again: (label: string) => `请重新输入${label}：`,
  skip: '跳过',
  keep: '保持不变',

  checkValues: (lines: string) =>
    `请核对全部信息：\n\n${lines}\n\n无误请点“确认并生成信息表”；要改哪一项，就点哪一项。`,
  line: (label: string, required: boolean, value: string) => `${label}${required ? ' *' : ''}：${value}`,
  confirmValues: '确认并生成信息表',
  change: (label: string) => `改${label}`,
  checkCorrection: (lines: string) =>
    `请更正信息：\n\n${lines}\n\n要改哪一项，就点哪一项。确认后将生成新的信息表，原信息表随即作废，须重新打印、签字、盖章并上传。`,
  confirmCorrection: '确认更正，生成新信息表',
  keepForm: '不更正，保留原信息表',
  formKept: '信息没有更正，原信息表仍然有效。',
  cancelFilling: '取消填写',

  formFile: '密码查询信息表.pdf',
  formCaption: (formNumber: string) => `密码查询信息表\n二维条码数字：${formNumber}`,
  composed:
    '信息表已生成。接下来：\n\n' +
    '1. 用 A4 纸打印；\n' +
    '2. 填表人签字并写上日期，加盖单位公章；\n' +
    '3. 拍照或彩色扫描，连同证件照片一起在这里上传。\n\n' +
    '不必马上完成：随时回到这里即可继续。在别的手机上，用手机相机扫描信息表上的二维条码也能继续。',

  recomposed:
    '新的信息表已生成，原信息表已作废。接下来：\n\n' +
    '1. 用 A4 纸打印新的信息表；\n' +
    '2. 填表人签字并写上日期，加盖单位公章；\n' +
    '3. 拍照或彩色扫描，在这里上传。',
  documentAgain: '证件信息已更正，请同时重新上传证件照片。',

  askFormUnitName: '请输入单位全称，与公章上的名称一致。',
  formNumberKnown: (formNumber: string) => `信息表的二维条码数字：${formNumber}`,
  otherFormNumber: '换一个二维条码数字',
  askFormNumber: '请输入信息表二维条码下方的全部数字，空格可以省略。',
  formNumberExample: '1234 5678 9012 3456 7891',
  formFound: '核对一致，已找到您的申请。',
  formReplaced: '核对一致，已找到您的申请。您手里的信息表已被更正后的新表取代，不再需要。',

  status: (unitName: string, state: ApplicationState, at: Date | undefined, remarks: readonly string[]) =>
    [
      `单位：${unitName}`,
      `进度：${states[state]}`,
      ...(at === undefined ? [] : [`承诺办结时间：${promised(at)}前`]),
      ...remarks,
      `接下来：${nextOf[state]}`,
    ].join('\n'),
  statusOfFilling: (next: string) => `您的信息表正在填写中，已填内容都已保存。接下来：${next}`,
  statusOfCorrecting: (next: string) =>
    `您正在更正信息，改动都已保存；确认之前，原信息表仍然有效。接下来：${next}`,
  statusOfNone: '您还没有密码查询申请。',
  decisionReason: (reason: string) => `审核意见：${reason}`,

  news: {
    reminder:
      '提醒：您的申请还在等待扫描件。请将还缺的扫描件（签字并盖章的信息表、证件）拍照发到这里；不再需要时，可发送“撤回”。',
    inReview: '您的申请已开始审核。',
    scansRequested: '审核员请您重新上传扫描件。',
    approved: '您的申请已通过审核，密码即将以手机短信发送，请注意查收。',
    rejected: '很抱歉，您的申请没有通过审核。',
    delivered: {
      sms: '密码已以手机短信发送到信息表中填写的手机号码。请用它登录并立即修改密码。祝您使用愉快！',
      mail: '短信未能送达，密码已发送到信息表中填写的电子邮箱。请用它登录并立即修改密码。祝您使用愉快！',
    },
    undeliverable: '密码暂时未能送达：短信和邮件都没有发送成功。工作人员已经知晓，将与您联系。',
  },

  paused: '好的，已填内容都已保存。您随时可以回到这里，接着往下做。',
  goOnNow: '继续',
  welcomeBack: '欢迎回来，接着往下做。',
  nothingBefore: '已经是第一步了。',
  chooseLanguage: '请选择语言 / Please choose a language:',
  languageChanged: '已切换为简体中文。',
  changeLanguage: 'English / 语言',
  confirmCancel: '确定取消填写吗？已填的内容将被删除，无法恢复。',
  yesCancel: '确定取消',
  noGoOn: '不取消，继续',
  cancelled: '已取消，填写的内容已删除。',
  confirmWithdraw: '确定撤回这份申请吗？撤回后信息表作废，不能恢复。',
  yesWithdraw: '确定撤回',
  withdrawn: '申请已撤回。',
  help: (operator: string, contact: string) =>
    '可以随时发送这些词：\n\n进度 — 查看办理进度\n返回 — 回到上一步\n暂停 — 保存，稍后继续\n取消 — 取消填写\n撤回 — 撤回申请\n语言 — 切换语言\n开始 — 回到首页\n\n' +
    `需要人工帮助，请联系${operator}：${contact}`,
  pictureEcho: '[图片]',
  otherEcho: '[其他消息]',
}
