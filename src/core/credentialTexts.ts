import type { Language } from './application.ts'
import { oneTimePasswordDays } from './oneTimePassword.ts'

interface CredentialText {
  readonly subject: string
  readonly text: (accountName: string, password: string) => string
}

/** What brings the credential (R15), by SMS the text alone. */
export const credentialTexts: Readonly<Record<Language, CredentialText>> = {
  'zh-CN': {
    subject: '密码查询结果',
    text: (accountName, password) =>
      `您查询的注册用户账号 ${accountName} 的一次性密码为 ${password} ,请在${oneTimePasswordDays}天内登录并立即修改密码。请勿告知他人。`,
  },
  en: {
    subject: 'Your one-time password',
    text: (accountName, password) =>
      `The one-time password for account ${accountName} is ${password} . Sign in within ${oneTimePasswordDays} days and change it at once. Do not share it.`,
  },
}
