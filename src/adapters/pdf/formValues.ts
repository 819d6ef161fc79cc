import { cleanText } from '../../core/cleanText.ts'
import type { FormContent } from '../../core/form.ts'
import type { FormField, FormLayout } from '../../core/formLayout.ts'
import { formatMobile } from '../../core/mobile.ts'
import { shanghaiDate } from '../../core/shanghaiTime.ts'

/** Every value of the form in the words it is printed in. */
export const formValues = (
  { unitName, values }: FormContent,
  { choices, empty }: FormLayout,
): Readonly<Record<FormField, string>> => {
  const orEmpty = (text: string | undefined) => cleanText(text ?? '') || empty
  return {
    unitName: orEmpty(unitName),
    accountName: orEmpty(values.accountName),
    accountHolderName: orEmpty(values.accountHolderName),
    applicantName: orEmpty(values.applicantName),
    department: orEmpty(values.department),
    idType: choices.idType[values.idType],
    idNumber: orEmpty(values.idNumber),
    mobile: formatMobile(values.mobile),
    officePhone: orEmpty(values.officePhone),
    email: orEmpty(values.email),
    reason: choices.reason[values.reason],
    reasonText: orEmpty(values.reasonText),
  }
}

/** `2026 年 11 月 24 日` in Shanghai. */
export const chineseDay = (moment: Date): string => {
  const [year, month, day] = shanghaiDate(moment).split('-').map(Number)
  return `${year} 年 ${month} 月 ${day} 日`
}
