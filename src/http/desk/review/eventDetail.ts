import type { Language } from '../../../core/application.ts'
import type { DeliveryStep } from '../../../core/useCases/deliverCredential.ts'
import type { Channel } from '../../../core/chat.ts'
import { rejectReasons, scanReasons } from '../../../core/deskReasons.ts'
import type { Review } from '../../../core/deskReview.ts'
import type { ChangedPart } from '../../../core/revision.ts'
import { scanNames } from '../texts.ts'
import { decisionNames, fourEyesNames, sensitiveNames } from './names.ts'
import { reviewTexts, type ReviewTexts } from './texts.ts'

type Words = Readonly<Record<Language, string>>
type Detail = Review['history'][number]['detail']

const channelNames: Readonly<Record<Channel, Words>> = {
  telegram: { 'zh-CN': 'Telegram', en: 'Telegram' },
  web: { 'zh-CN': '网页', en: 'Web chat' },
}

const deliveryNames: Readonly<Record<DeliveryStep, Words>> = {
  reset: { 'zh-CN': '密码未能重置', en: 'The password could not be reset' },
  sms: { 'zh-CN': '短信', en: 'SMS' },
  mail: { 'zh-CN': '电子邮件', en: 'E-mail' },
}

const partNames = {
  unit: 'fullName',
  accountName: 'accountName',
  accountHolderName: 'accountHolderName',
  applicantName: 'applicantName',
  department: 'department',
  idType: 'idType',
  idNumber: 'idNumber',
  mobile: 'mobile',
  officePhone: 'officePhone',
  email: 'emailAddress',
  reason: 'reason',
  reasonText: 'reasonText',
} as const satisfies Record<ChangedPart, keyof ReviewTexts>

/** What a line of the audit log says beyond its action; '' for nothing. Lines of before may say less. */
export const eventDetail = (action: string, detail: Detail, language: Language): string => {
  const t = reviewTexts[language]
  /** An id in words; one that is not known any more as it is. */
  const named = (names: Readonly<Record<string, Words>>, id: unknown): string =>
    typeof id === 'string' ? (names[id]?.[language] ?? id) : ''
  const eachNamed = (names: Readonly<Record<string, Words>>, ids: unknown): readonly string[] =>
    Array.isArray(ids) ? ids.map((id: unknown) => named(names, id)) : []
  const verdict = (): readonly string[] => [
    ...eachNamed(rejectReasons, detail['reasons']),
    ...eachNamed(scanReasons.form, detail['form']),
    ...eachNamed(scanReasons.idCard, detail['idCard']),
  ]

  const parts = (): readonly string[] => {
    switch (action) {
      case 'followed':
        return [named(channelNames, detail['channel'])]
      case 'revised':
        return Array.isArray(detail['changed'])
          ? detail['changed'].map((part: ChangedPart) => t[partNames[part]])
          : []
      case 'scanSent':
      case 'scanSeen':
        return [named(scanNames, detail['kind'])]
      case 'revealed':
        return [named(sensitiveNames, detail['field'])]
      case 'takenAway':
        return typeof detail['reason'] === 'string' ? [detail['reason']] : []
      case 'decided':
        return [named(decisionNames, detail['kind']), ...verdict()]
      case 'undone':
        return [named(decisionNames, detail['kind'])]
      case 'firstApproved':
        return eachNamed(fourEyesNames, detail['rules'])
      case 'approved':
        return detail['changesHolder'] === true ? [t.holderRecorded] : []
      case 'scansRequested':
      case 'rejected':
        return verdict()
      case 'withdrawn':
        return detail['decision'] === 'dropped' ? [t.decisionDropped] : []
      case 'credentialSent':
        return [named(deliveryNames, detail['by'])]
      case 'deliveryFailed':
        return [named(deliveryNames, detail['at'])]
      default:
        return []
    }
  }
  return parts().filter(Boolean).join(' · ')
}
