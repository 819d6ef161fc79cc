import type { Language, ScanKind } from './application.ts'

/** Words for the applicant, in the language of the application. */
type Words = Readonly<Record<Language, string>>

/** Why a scan is asked for again (R13). */
export const scanReasons = {
  form: {
    sealMissing: {
      'zh-CN': '信息表未加盖单位公章，请加盖公章后重新拍摄或扫描。',
      en: 'The form does not bear the organisation’s official seal. Please stamp it and take a new picture.',
    },
    sealUnclear: {
      'zh-CN': '公章不清晰，请重新加盖清晰完整的公章。',
      en: 'The seal cannot be read. Please stamp the form again, clearly and completely.',
    },
    sealOfAnother: {
      'zh-CN': '公章上的名称与单位全称不一致，请加盖本单位公章。',
      en: 'The name on the seal is not the organisation’s full name. Please use the organisation’s own seal.',
    },
    signatureMissing: {
      'zh-CN': '信息表缺少填表人签名，请由填表人本人签名。',
      en: 'The applicant’s signature is missing. Please sign the form in person.',
    },
    altered: {
      'zh-CN': '信息表的打印内容有涂改，请重新打印后签字盖章。',
      en: 'Printed values were altered by hand. Please print the form again, then sign and stamp it.',
    },
    cutOff: {
      'zh-CN': '信息表未完整拍入画面，请拍摄完整的一页。',
      en: 'Part of the form is missing from the picture. Please show the whole page.',
    },
    unreadable: {
      'zh-CN': '图像模糊、反光或过暗，文字无法辨认，请重新拍摄或扫描。',
      en: 'The picture is blurred, glaring or dark and cannot be read. Please take it again.',
    },
  },
  idCard: {
    backSide: {
      'zh-CN': '请上传证件有照片和证件号码的一面。',
      en: 'Please upload the side of the document that shows the photo and the number.',
    },
    numberDiffers: {
      'zh-CN': '证件号码与信息表所填不一致，请上传填表人本人的证件。',
      en: 'The document’s number is not the one on the form. Please upload the applicant’s own document.',
    },
    covered: {
      'zh-CN': '证件信息被遮挡，请重新拍摄。',
      en: 'Part of the document is covered. Please take the picture again.',
    },
    expired: {
      'zh-CN': '证件已过有效期，请上传有效证件。',
      en: 'The document has expired. Please upload a valid one.',
    },
    cutOff: {
      'zh-CN': '证件未完整拍入画面，请拍摄完整的证件。',
      en: 'Part of the document is missing from the picture. Please show all of it.',
    },
    unreadable: {
      'zh-CN': '图像模糊、反光或过暗，文字无法辨认，请重新拍摄。',
      en: 'The picture is blurred, glaring or dark and cannot be read. Please take it again.',
    },
  },
} as const satisfies Record<ScanKind, Record<string, Words>>

/** Why an application is turned down (R13). */
export const rejectReasons = {
  identityNotProven: {
    'zh-CN': '所交材料不足以证明填表人的身份。',
    en: 'The documents do not prove the applicant’s identity.',
  },
  sealNotProven: {
    'zh-CN': '公章与本单位备案的印章不符。',
    en: 'The seal is not the one on record for the organisation.',
  },
  accountNotOfUnit: {
    'zh-CN': '所填注册用户账号不属于该单位。',
    en: 'The account named does not belong to the organisation.',
  },
  holderObjects: {
    'zh-CN': '经与单位核实，单位不同意此次申请。',
    en: 'The organisation was asked and does not support this application.',
  },
  repeated: {
    'zh-CN': '该单位已有办理中的申请，本申请不再处理。',
    en: 'Another application of the organisation is being handled; this one is closed.',
  },
} as const satisfies Record<string, Words>

export type FormReason = keyof typeof scanReasons.form
export type IdCardReason = keyof typeof scanReasons.idCard
export type RejectReason = keyof typeof rejectReasons

/** Longest text a reviewer may add of their own, in UTF-16 code units. */
export const maxNoteLength = 300

/** What the applicant is told: the catalogue's sentences, then the reviewer's own. Empty when there is neither. */
export const wordReasons = (words: readonly Words[], note: string, language: Language): string =>
  [...words.map((word) => word[language]), note.trim()].filter((sentence) => sentence !== '').join('\n')
