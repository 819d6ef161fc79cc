import type { Language } from '../../core/application.ts'

const zh = {
  signInTitle: '登录审核台',
  email: '电子邮箱',
  password: '密码',
  signIn: '登录',
  codeTitle: '第二步验证',
  codeLead: '请输入验证器应用中的 6 位数字；手机不在身边时，可输入一个备用码。',
  code: '验证码',
  verify: '验证',
  startOver: '重新登录',
  enrolTitle: '设置第二步验证',
  enrolLead: '绑定验证器应用，之后每次登录都要输入它显示的数字。',
  enrolScan: '用验证器应用扫描此码',
  enrolType: '无法扫描时，手动输入密钥',
  enrolCodes: '备用码',
  enrolCodesLead: '手机丢失时每个备用码可用一次。请抄写并妥善保管，此后不再显示。',
  enrolCode: '应用显示的 6 位数字',
  enrol: '完成绑定',
  qrLabel: '绑定验证器应用的二维码',
}

const en: typeof zh = {
  signInTitle: 'Sign in to the desk',
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  codeTitle: 'Second step',
  codeLead: 'Enter the 6 digits your authenticator app shows, or one of your backup codes.',
  code: 'Code',
  verify: 'Verify',
  startOver: 'Start over',
  enrolTitle: 'Set up the second step',
  enrolLead: 'Connect an authenticator app once; from then on each sign-in asks for the digits it shows.',
  enrolScan: 'Scan this with your authenticator app',
  enrolType: 'Cannot scan? Type this key',
  enrolCodes: 'Backup codes',
  enrolCodesLead: 'Each works once should you lose your phone. Write them down; they are not shown again.',
  enrolCode: 'The 6 digits the app shows',
  enrol: 'Finish',
  qrLabel: 'QR code to connect an authenticator app',
}

export const signInTexts: Readonly<Record<Language, typeof zh>> = { 'zh-CN': zh, en }
