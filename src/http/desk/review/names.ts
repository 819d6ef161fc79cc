import type { IdType, Language, Reason } from '../../../core/application.ts'
import type { ChecklistItem } from '../../../core/deskChecklist.ts'
import type { Decision } from '../../../core/deskDecision.ts'
import type { SensitiveField } from '../../../core/deskMask.ts'
import type { Relation } from '../../../core/deskReview.ts'
import type { FourEyesRule } from '../../../core/fourEyes.ts'
import type { ScanWarning } from '../../../core/scan/scanWarning.ts'

type Words = Readonly<Record<Language, string>>

export const idTypeNames: Readonly<Record<IdType, Words>> = {
  idCard: { 'zh-CN': '身份证', en: 'Resident identity card' },
  passport: { 'zh-CN': '护照', en: 'Passport' },
}

export const reasonNames: Readonly<Record<Reason, Words>> = {
  forgotten: { 'zh-CN': '密码遗忘', en: 'Password forgotten' },
  personnelChange: { 'zh-CN': '人员调整', en: 'Personnel change' },
  other: { 'zh-CN': '其他', en: 'Other' },
}

export const checklistNames: Readonly<Record<ChecklistItem, Words>> = {
  sealLegible: { 'zh-CN': '公章清晰可辨', en: 'The seal can be read' },
  sealIsUnits: { 'zh-CN': '公章名称与单位全称一致', en: 'The seal’s name is the organisation’s' },
  signature: { 'zh-CN': '填表人已签字', en: 'The applicant has signed' },
  idCardMatches: { 'zh-CN': '证件与填表人一致', en: 'The identity document is the applicant’s' },
  accountRight: { 'zh-CN': '账号无误', en: 'The account is the right one' },
}

export const warningTexts: Readonly<Record<ScanWarning['kind'], Words>> = {
  noCode: { 'zh-CN': '未读出二维条码', en: 'No barcode was read' },
  noPage: {
    'zh-CN': '未找到页面，公章和签字未核对',
    en: 'The page was not found: seal and signature were not looked for',
  },
  noSeal: { 'zh-CN': '未见公章', en: 'No seal was seen' },
  noSignature: { 'zh-CN': '未见签字', en: 'No signature was seen' },
  blurred: { 'zh-CN': '模糊', en: 'Blurred' },
  dark: { 'zh-CN': '偏暗', en: 'Dark' },
  glare: { 'zh-CN': '反光', en: 'Glare' },
  cutOff: { 'zh-CN': '未拍全', en: 'Cut off' },
  twoDocuments: { 'zh-CN': '不止一份文件', en: 'More than one document' },
  screen: { 'zh-CN': '疑似翻拍屏幕', en: 'Perhaps a photographed screen' },
  idNumberUnread: { 'zh-CN': '未读出证件号码', en: 'The document number was not read' },
  idNumberOther: { 'zh-CN': '证件号码与表不一致', en: 'The document number differs from the form' },
  nameOther: { 'zh-CN': '姓名与表不一致', en: 'The name differs from the form' },
  backSide: { 'zh-CN': '证件背面', en: 'The card’s back' },
}

export const decisionNames: Readonly<Record<Decision['kind'], Words>> = {
  approve: { 'zh-CN': '通过', en: 'Approved' },
  requestScans: { 'zh-CN': '要求重传', en: 'Asked again' },
  reject: { 'zh-CN': '拒绝', en: 'Rejected' },
}

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

export const sensitiveNames: Readonly<Record<SensitiveField, Words>> = {
  idNumber: { 'zh-CN': '证件号码', en: 'document number' },
  mobile: { 'zh-CN': '手机号码', en: 'mobile number' },
  email: { 'zh-CN': '电子邮箱', en: 'e-mail' },
}
