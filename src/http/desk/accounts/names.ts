import type { Language } from '../../../core/application.ts'
import type { FourEyesRule } from '../../../core/fourEyes.ts'
import type { Role } from '../../../core/role.ts'

type Words = Readonly<Record<Language, string>>

export const roleNames: Readonly<Record<Role, Words>> = {
  reviewer: { 'zh-CN': '审核员', en: 'Reviewer' },
  supervisor: { 'zh-CN': '主管', en: 'Supervisor' },
  auditor: { 'zh-CN': '审计员', en: 'Auditor' },
  administrator: { 'zh-CN': '管理员', en: 'Administrator' },
}

/** What each role may do, in a line. */
export const roleLeads: Readonly<Record<Role, Words>> = {
  reviewer: { 'zh-CN': '领取并审核申请', en: 'takes applications and decides' },
  supervisor: {
    'zh-CN': '审核，并可收回他人手中的申请，查看统计和日志',
    en: 'reviews, takes applications back from others, reads figures and the log',
  },
  auditor: {
    'zh-CN': '只读统计、日志和遮盖后的申请记录，看不到扫描件',
    en: 'reads figures, the log and what became of applications, masked and without scans',
  },
  administrator: {
    'zh-CN': '管理人员和规则，看不到申请内容',
    en: 'manages people and rules, sees no application',
  },
}

export const ruleTexts: Readonly<Record<FourEyesRule, { readonly name: Words; readonly lead: Words }>> = {
  personnelChange: {
    name: { 'zh-CN': '人员调整', en: 'Personnel change' },
    lead: {
      'zh-CN': '密码查询原因为人员调整，通过后将登记新的注册用户。',
      en: 'The reason is personnel change: approving records a new account holder.',
    },
  },
  mobileNotOnRecord: {
    name: { 'zh-CN': '手机号码与登记不符', en: 'Mobile number not on record' },
    lead: {
      'zh-CN': '密码将发送到的手机，不是该账号登记的手机。',
      en: 'The password would go to a number that is not the account holder’s on record.',
    },
  },
  firstRecovery: {
    name: { 'zh-CN': '单位首次查询', en: 'First recovery' },
    lead: {
      'zh-CN': '该单位此前没有通过的申请。',
      en: 'No application of the organisation was approved before.',
    },
  },
  pictureSeenBefore: {
    name: { 'zh-CN': '图片曾出现过', en: 'Picture seen before' },
    lead: {
      'zh-CN': '某张扫描件也出现在另一份申请中。',
      en: 'One of the scans was sent to another application too.',
    },
  },
}
