import type { AccountAction } from '../../../core/accounts.ts'
import type { Language } from '../../../core/application.ts'

/** What the audit log says of accounts, in words. */
export const accountActionNames = {
  signedIn: { 'zh-CN': '登录', en: 'Signed in' },
  signInFailed: { 'zh-CN': '登录失败', en: 'Sign-in failed' },
  lockedOut: { 'zh-CN': '须等待后再试', en: 'Made to wait' },
  signedOutEverywhere: { 'zh-CN': '在所有设备上退出', en: 'Signed out everywhere' },
  sessionEnded: { 'zh-CN': '结束一处登录', en: 'Session ended' },
  passwordChanged: { 'zh-CN': '修改密码', en: 'Password changed' },
  secondFactorSet: { 'zh-CN': '设置第二步验证', en: 'Second factor set' },
  backupCodesMade: { 'zh-CN': '生成备用码', en: 'Backup codes made' },
  passkeyAdded: { 'zh-CN': '添加通行密钥', en: 'Passkey added' },
  passkeyRemoved: { 'zh-CN': '移除通行密钥', en: 'Passkey removed' },
  reviewerAdded: { 'zh-CN': '从命令行添加审核员', en: 'Reviewer added at the command line' },
  reviewerInvited: { 'zh-CN': '邀请审核员', en: 'Reviewer invited' },
  resetLinkMade: { 'zh-CN': '生成重设链接', en: 'Reset link made' },
  invitationWithdrawn: { 'zh-CN': '撤回邀请', en: 'Invitation withdrawn' },
  reviewerJoined: { 'zh-CN': '接受邀请加入', en: 'Joined' },
  reviewerReset: { 'zh-CN': '重设密码和第二步验证', en: 'Password and second factor reset' },
  roleChanged: { 'zh-CN': '更改角色', en: 'Role changed' },
  reviewerDisabled: { 'zh-CN': '停用审核员', en: 'Reviewer disabled' },
  reviewerEnabled: { 'zh-CN': '启用审核员', en: 'Reviewer enabled' },
  fourEyesRuleSet: { 'zh-CN': '切换四眼规则', en: 'Four-eyes rule switched' },
} as const satisfies Readonly<Record<AccountAction, Readonly<Record<Language, string>>>>
