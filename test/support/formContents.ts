import type { FormContent } from '../../src/core/form.ts'

/** An application as most are. */
export const plainForm: FormContent = {
  unitName: '中国科学院自动化研究所',
  values: {
    accountName: 'casia_admin',
    accountHolderName: '王建国',
    applicantName: '欧阳㛃䶮',
    department: '科研管理处',
    idType: 'idCard',
    idNumber: '110101199003077571',
    mobile: '+8613800138000',
    officePhone: '010-82544588 转 8012',
    email: 'ouyang@ia.ac.cn',
    reason: 'personnelChange',
    reasonText: '原负责人已调离，需更换为现任联系人。',
  },
  formNumber: '38475610293847561026',
  link: 'https://t.me/SealpassBot?start=38475610293847561026',
  composedAt: new Date('2026-11-24T16:03:04Z'),
}

const repeated = (text: string, length: number): string =>
  Array.from(text.repeat(Math.ceil(length / Array.from(text).length)))
    .slice(0, length)
    .join('')

/** Every value as long as its field allows, in wide and rare characters; no optional value left out. */
export const longestForm: FormContent = {
  ...plainForm,
  unitName: repeated('新疆克孜勒苏柯尔克孜自治州㛃䶮𬭎𫖮（集团）', 120),
  values: {
    ...plainForm.values,
    accountName: repeated('Łukasz_Źdźbło@mWM.', 60),
    accountHolderName: repeated('买买提·艾力·阿卜杜热合曼', 40),
    applicantName: repeated('㛃䶮𬭎𫖮·Łódź Nguyễn Ǆ', 40),
    department: repeated('科技发展与国际合作交流处', 60),
    idType: 'passport',
    idNumber: 'EA1234567',
    mobile: '+447400123456',
    officePhone: repeated('010-82544588 转 8012，', 40),
    email: `${'m'.repeat(64)}@${repeated('wm.', 186)}cn`,
    reason: 'other',
    reasonText: repeated('因单位更名、原管理员离职且未交接，注册邮箱已停用；', 200),
  },
}

/** As the longest, with values that go on where their cell has no room: a second page. */
export const annexForm: FormContent = {
  ...longestForm,
  unitName: repeated('新疆克孜勒苏柯尔克孜自治州㛃䶮𬭎𫖮（集团）x\u0302', 300),
  values: {
    ...longestForm.values,
    reasonText: repeated('因单位更名 Łódź、原管理员离职且未交接，注册邮箱已停用；', 1200),
  },
}
