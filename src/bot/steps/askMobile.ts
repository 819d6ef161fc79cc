import { formatMobile, maskMobile, parseMobile } from '../../core/mobile.ts'
import { maskDigits } from '../maskTyped.ts'
import { askField } from './askField.ts'

export const askMobile = askField({
  field: 'mobile',
  mode: 'tel',
  check: (text) => parseMobile(text),
  shown: formatMobile,
  echo: (text) => {
    const mobile = parseMobile(text)
    return mobile.ok ? maskMobile(mobile.value) : maskDigits(text)
  },
  next: () => 'askOfficePhone',
})
