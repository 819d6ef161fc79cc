import type { Language } from '../../../core/application.ts'
import { maxPasswordLength, minPasswordLength } from './passwordLength.ts'

type Words = Readonly<Record<Language, string>>

/** What the action before this page did, named in the address after its redirect. */
export const doneTexts = {
  passwordChanged: {
    'zh-CN': '密码已修改，其他设备已退出。',
    en: 'Your password is changed; other devices are signed out.',
  },
  passkeyAdded: { 'zh-CN': '通行密钥已添加。', en: 'The passkey was added.' },
  passkeyRenamed: { 'zh-CN': '已改名。', en: 'Renamed.' },
  passkeyRemoved: { 'zh-CN': '通行密钥已移除。', en: 'The passkey was removed.' },
  appAdded: { 'zh-CN': '验证器应用已绑定。', en: 'The authenticator app is connected.' },
  sessionEnded: { 'zh-CN': '该设备已退出。', en: 'That device is signed out.' },
  roleChanged: { 'zh-CN': '角色已更改。', en: 'The role was changed.' },
  disabled: {
    'zh-CN': '已停用：其登录已结束，手中的申请已退回队列。',
    en: 'Disabled: signed out, and what they held is back in the queue.',
  },
  enabled: { 'zh-CN': '已启用。', en: 'Enabled.' },
  withdrawn: { 'zh-CN': '邀请已撤回。', en: 'The invitation was withdrawn.' },
  rulesSaved: { 'zh-CN': '规则已保存。', en: 'The rules were saved.' },
} as const satisfies Readonly<Record<string, Words>>

/** Why it was refused. */
export const refusedTexts = {
  wrongPassword: { 'zh-CN': '当前密码不正确。', en: 'The current password is wrong.' },
  tooShort: {
    'zh-CN': `新密码至少 ${minPasswordLength} 个字符。`,
    en: `The new password needs at least ${minPasswordLength} characters.`,
  },
  tooLong: {
    'zh-CN': `新密码最多 ${maxPasswordLength} 个字符。`,
    en: `The new password can have at most ${maxPasswordLength} characters.`,
  },
  lastFactor: {
    'zh-CN': '这是您唯一的第二步验证方式，不能移除。请先添加另一枚通行密钥或绑定验证器应用。',
    en: 'This is your only second factor. Add another passkey or connect an app first.',
  },
  passkeyRefused: {
    'zh-CN': '通行密钥未能添加，请重试。',
    en: 'The passkey could not be added. Please try again.',
  },
  lastAdministrator: {
    'zh-CN': '审核台须至少有一位在用的管理员，请先将另一位设为管理员。',
    en: 'The desk needs at least one active administrator. Make another person one first.',
  },
  notFound: {
    'zh-CN': '没有找到，可能已被更改。以下是当前情况。',
    en: 'Not found; it may have changed meanwhile. Below is how things stand now.',
  },
  emailWrong: {
    'zh-CN': '电子邮箱不正确，正确的如 zhang@example.cn。',
    en: 'That is not an e-mail address. One looks like zhang@example.cn.',
  },
  emailTaken: {
    'zh-CN': '已有审核员使用此邮箱。如需让其重新设置密码，请在其所在行生成重设链接。',
    en: 'A reviewer has this e-mail address already. To let them set a new password, make a reset link in their row.',
  },
  nameMissing: { 'zh-CN': '请填写姓名。', en: 'Please give a name.' },
} as const satisfies Readonly<Record<string, Words>>
