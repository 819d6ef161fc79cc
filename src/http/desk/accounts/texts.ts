import { challengeMinutes, invitationHours } from '../../../core/accounts.ts'
import type { Language } from '../../../core/application.ts'
import type { FourEyesRule } from '../../../core/fourEyes.ts'
import type { Role } from '../../../core/role.ts'
import { maxPasswordLength, minPasswordLength } from './passwordLength.ts'

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
    'zh-CN': '只读统计和日志，看不到申请内容',
    en: 'reads figures and the log, sees no application',
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

const zh = {
  // signing in
  usePasskey: '使用通行密钥登录',
  or: '或',
  useOrganisation: '使用单位账号登录',
  usedCode: '每个验证码只能使用一次，请等验证器应用显示下一个验证码后再输入。',
  passkeyOnly: '您的账号不能只凭密码登录，请使用通行密钥或单位账号。',
  passkeyRefused: '通行密钥未被接受，请重试；已停用的账号无法登录。',
  passkeyFailed: `没有完成。请在 ${challengeMinutes} 分钟内按设备提示操作，然后重试。`,
  organisationRefused: '单位账号未能登录：审核台没有使用该邮箱的审核员，或邮箱未经验证。',
  organisationDown: '暂时无法连接单位的登录服务，请稍后再试或使用密码登录。',
  wait: (until: string) => `下一次尝试须在 ${until} 之后。`,
  signedIn: '已登录',
  goOn: '进入审核台',
  // enrolment
  enrolPasskey: '改用通行密钥',
  enrolPasskeyLead: '用本设备的指纹、面容、PIN 或安全密钥登录，无需密码和验证码。',
  addPasskeyNow: '创建通行密钥',
  passkeyName: '名称',
  passkeyNameHint: '例如“办公电脑”',
  firstPasskey: '通行密钥',
  needsScript: '通行密钥需要启用 JavaScript。',
  // own account
  account: '我的账号',
  signsInWith: '登录方式',
  app: '验证器应用',
  appOn: '已绑定。',
  appOff: '未绑定。绑定后，没有通行密钥时也能登录。',
  appAdd: '绑定验证器应用',
  codesLeft: (count: number) => `备用码还剩 ${count} 个。`,
  newCodes: '生成新的备用码',
  newCodesLead: '新的备用码，旧的已作废。请抄写并妥善保管，此后不再显示。',
  currentPassword: '当前密码',
  passkeys: '通行密钥',
  passkeysLead: '一枚通行密钥即可登录。建议至少两枚，分放两处。',
  noPasskeys: '还没有通行密钥。',
  noDomain: '审核台以 IP 地址访问时不能使用通行密钥；请为其配置域名。',
  addPasskey: '添加通行密钥',
  added: '添加于',
  lastUsed: '上次使用',
  neverUsed: '尚未使用',
  rename: '改名',
  remove: '移除',
  sessions: '登录中的设备',
  sessionsLead: '只记录浏览器类型和登录时间，不记录地址。',
  thisSession: '本设备',
  unknownBrowser: '未知浏览器',
  since: '登录于',
  endSession: '结束',
  endAll: '在所有设备上退出',
  changePassword: '修改密码',
  changePasswordLead: `至少 ${minPasswordLength} 个字符。修改后，其他设备须重新登录。`,
  newPassword: '新密码',
  back: '返回我的账号',
  // people
  people: '人员',
  person: '审核员',
  role: '角色',
  state: '状态',
  lastSignIn: '上次登录',
  never: '从未',
  active: '在用',
  notEnrolled: '待设置第二步验证',
  disabled: '已停用',
  change: '更改',
  actions: '操作',
  disable: '停用',
  enable: '启用',
  resetLink: '重设链接',
  you: '您',
  invited: '待接受的邀请',
  invitedJoin: '加入',
  invitedReset: '重设',
  until: '有效期至',
  withdraw: '撤回',
  invite: '邀请审核员',
  inviteLead: `将生成一次性链接，${invitationHours} 小时内有效，由您亲自转交对方。`,
  name: '姓名',
  email: '电子邮箱',
  makeLink: '生成邀请链接',
  linkTitle: '请转交此链接',
  linkLead: (name: string, until: string) => `给 ${name}：只显示这一次，使用一次后失效，有效期至 ${until}。`,
  linkHint: '请通过可靠的途径转交：持有此链接的人即可设置密码。',
  linkBack: '返回人员',
  // joining
  joinTitle: '加入审核台',
  joinLead: '请为自己设置密码，接着设置第二步验证。',
  code: '邀请码',
  codeHint: '链接中 # 之后的 32 个字符',
  join: '设置密码',
  passwordHint: `至少 ${minPasswordLength} 个字符`,
  joinRefused: '此邀请码无效：可能已使用、已撤回或已过期。请向管理员索取新的链接。',
  // four eyes
  policy: '四眼规则',
  policyLead: '符合以下情形的申请，通过须由另一位审核员再次确认。',
  policyAlone: '可审核的人员不足两位。此时开启任何一条，符合该情形的申请将无人能够通过。',
  save: '保存',
}

export type AccountTexts = typeof zh

const en: AccountTexts = {
  usePasskey: 'Sign in with a passkey',
  or: 'or',
  useOrganisation: 'Sign in with your organisation',
  usedCode: 'Each code works once. Wait until your authenticator app shows the next one, then enter that.',
  passkeyOnly:
    'A password alone does not open your account: use your passkey or your organisation’s sign-in.',
  passkeyRefused: 'The passkey was not accepted. Try again; a disabled account cannot sign in.',
  passkeyFailed: `That was not completed. Follow your device’s prompts within ${challengeMinutes} minutes, then try again.`,
  organisationRefused:
    'Your organisation’s account could not sign in: no reviewer here has its e-mail address, or the address is not verified.',
  organisationDown:
    'Your organisation’s sign-in cannot be reached. Try again later, or sign in with your password.',
  wait: (until) => `The next try is heard after ${until}.`,
  signedIn: 'Signed in',
  goOn: 'Go to the desk',
  enrolPasskey: 'Or use a passkey',
  enrolPasskeyLead:
    'Sign in with this device’s fingerprint, face or PIN, or with a security key, without password and code.',
  addPasskeyNow: 'Create a passkey',
  passkeyName: 'Name',
  passkeyNameHint: 'for example “Office computer”',
  firstPasskey: 'Passkey',
  needsScript: 'Passkeys need JavaScript.',
  account: 'My account',
  signsInWith: 'How you sign in',
  app: 'Authenticator app',
  appOn: 'Connected.',
  appOff: 'Not connected. With one you can sign in also without your passkey.',
  appAdd: 'Connect an app',
  codesLeft: (count) => (count === 1 ? 'One backup code is left.' : `${count} backup codes are left.`),
  newCodes: 'Make new backup codes',
  newCodesLead: 'Your new backup codes; those before are void. Write them down; they are not shown again.',
  currentPassword: 'Current password',
  passkeys: 'Passkeys',
  passkeysLead: 'One passkey signs you in by itself. Better have two, kept in two places.',
  noPasskeys: 'No passkey yet.',
  noDomain: 'Passkeys need a domain name; this desk is reached by an IP address.',
  addPasskey: 'Add a passkey',
  added: 'Added',
  lastUsed: 'Last used',
  neverUsed: 'Not used yet',
  rename: 'Rename',
  remove: 'Remove',
  sessions: 'Where you are signed in',
  sessionsLead: 'Only the kind of browser and the time are kept, no address.',
  thisSession: 'This device',
  unknownBrowser: 'Unknown browser',
  since: 'Since',
  endSession: 'End',
  endAll: 'Sign out everywhere',
  changePassword: 'Change password',
  changePasswordLead: `At least ${minPasswordLength} characters. Other devices have to sign in again.`,
  newPassword: 'New password',
  back: 'Back to my account',
  people: 'People',
  person: 'Reviewer',
  role: 'Role',
  state: 'State',
  lastSignIn: 'Last sign-in',
  never: 'Never',
  active: 'Active',
  notEnrolled: 'Second step not set up',
  disabled: 'Disabled',
  change: 'Change',
  actions: 'Actions',
  disable: 'Disable',
  enable: 'Enable',
  resetLink: 'Reset link',
  you: 'you',
  invited: 'Open invitations',
  invitedJoin: 'Join',
  invitedReset: 'Reset',
  until: 'Valid until',
  withdraw: 'Withdraw',
  invite: 'Invite a reviewer',
  inviteLead: `Makes a link that works once, for ${invitationHours} hours, for you to hand over yourself.`,
  name: 'Name',
  email: 'E-mail',
  makeLink: 'Make the link',
  linkTitle: 'Hand this link over',
  linkLead: (name, until) => `For ${name}. Shown this once; it works once, until ${until}.`,
  linkHint: 'Use a way you trust: whoever has the link can set the password.',
  linkBack: 'Back to people',
  joinTitle: 'Join the desk',
  joinLead: 'Choose your password; the second step comes next.',
  code: 'Invitation code',
  codeHint: 'The 32 characters after # in the link',
  join: 'Set password',
  passwordHint: `at least ${minPasswordLength} characters`,
  joinRefused:
    'This code is no longer good: it was used or withdrawn, or it has expired. Ask an administrator for a new link.',
  policy: 'Four eyes',
  policyLead: 'Where one of these holds, an approval waits until a second reviewer confirms it.',
  policyAlone:
    'Fewer than two people may review. With a rule on, nobody could approve an application that it concerns.',
  save: 'Save',
}

export const accountTexts: Readonly<Record<Language, AccountTexts>> = { 'zh-CN': zh, en }

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
    'zh-CN': '审核台须至少有一位在用的管理员。',
    en: 'The desk needs at least one active administrator.',
  },
  notFound: { 'zh-CN': '没有找到，可能已被更改。', en: 'Not found; it may have changed meanwhile.' },
  emailWrong: {
    'zh-CN': '电子邮箱不正确，正确的如 zhang@example.cn。',
    en: 'That is no e-mail address, as zhang@example.cn is.',
  },
  emailTaken: {
    'zh-CN': '已有审核员使用此邮箱。',
    en: 'A reviewer has this e-mail address already.',
  },
  nameMissing: { 'zh-CN': '请填写姓名。', en: 'Please give a name.' },
} as const satisfies Readonly<Record<string, Words>>
