import { readFileSync } from 'node:fs'
import { readFormFonts } from '../adapters/pdf/fontFiles.ts'
import { formComposer } from '../adapters/pdf/formComposer.ts'
import { type FormFonts, missingCharacters } from '../adapters/pdf/formFonts.ts'
import { Fault } from '../core/fault.ts'
import type { FormComposer, MissingCharacters } from '../core/form.ts'
import { formLayout, type FormLayout } from '../core/formLayout.ts'
import type { Config } from './config.ts'
import { readLayout } from './readLayout.ts'

export interface OpenForm {
  readonly composer: FormComposer
  readonly missingCharacters: MissingCharacters
  readonly fonts: FormFonts
  /** By which scans of it are read. */
  readonly layout: FormLayout
}

/**
 * The form by the operator's description, or our own, with its fonts. Throws a Fault 'alert' that names each fault
 * of the description, so that the service does not start with a form it cannot compose.
 */
export const openForm = async ({
  FORM_LAYOUT,
  FORM_RARE_FONT,
}: Pick<Config, 'FORM_LAYOUT' | 'FORM_RARE_FONT'>): Promise<OpenForm> => {
  const fonts = await readFormFonts(FORM_RARE_FONT)
  const layout = FORM_LAYOUT === undefined ? formLayout : readLayout(textOf(FORM_LAYOUT), FORM_LAYOUT)
  return { composer: formComposer(fonts, layout), missingCharacters: missingCharacters(fonts), fonts, layout }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Fault('alert', `The form’s description ${path} cannot be read. Check FORM_LAYOUT.`, { cause })
  }
}

/** A form that shows where everything stands, with values long enough to try the room. */
export const previewContent: Parameters<FormComposer['compose']>[0] = {
  unitName: '中国科学院上海光学精密机械研究所样本单位',
  formNumber: '00000000000000000000',
  link: 'https://example.com/?form=00000000000000000000',
  composedAt: new Date('2026-01-05T02:00:00Z'),
  values: {
    accountName: 'sample001',
    accountHolderName: '李样本',
    applicantName: '张样本',
    department: '信息中心网络与数据服务部',
    idType: 'idCard',
    idNumber: '11010119900101001X',
    mobile: '+8613800138000',
    officePhone: '010-62789999 转 8016',
    email: 'sample@example.com',
    reason: 'other',
    reasonText: '原管理员已离职，未移交登录方式，现由填表人接手单位账号的日常管理。',
  },
}
