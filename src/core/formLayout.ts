import type { Box, FormLayout, FormRow, TextStyle, Words } from './formShape.ts'

export * from './formShape.ts'

const text = { size: 9.5, leading: 1.5, ink: 0, align: 'left' } as const satisfies TextStyle
const note = { ...text, size: 8.5, ink: 0.35 } as const satisfies TextStyle
const heading = { ...text, size: 12.5 } as const satisfies TextStyle

const left = 18
const width = 174
const tableTop = 70

const rows = [
  { height: 13, cells: [{ field: 'unitName', label: '单位全称' }] },
  {
    height: 12,
    cells: [
      { field: 'accountName', label: '注册用户账号' },
      { field: 'accountHolderName', label: '注册用户姓名' },
    ],
  },
  {
    height: 12,
    cells: [
      { field: 'applicantName', label: '填表人姓名' },
      { field: 'department', label: '所在部门' },
    ],
  },
  {
    height: 12,
    cells: [
      { field: 'idType', label: '证件类型' },
      { field: 'idNumber', label: '证件号码' },
    ],
  },
  {
    height: 12,
    cells: [
      { field: 'mobile', label: '手机号码' },
      { field: 'officePhone', label: '办公电话' },
    ],
  },
  { height: 13, cells: [{ field: 'email', label: '电子邮箱' }] },
  { height: 12, cells: [{ field: 'reason', label: '密码查询原因' }] },
  { height: 20, cells: [{ field: 'reasonText', label: '具体原因' }] },
] as const satisfies readonly FormRow[]

/** What is signed and stamped hangs under the table and shares its lower edge. */
const proofTop = tableTop + rows.reduce((sum, row) => sum + row.height, 0)
const proofHeight = 84
const sealWidth = 70
const proofWidth = width - sealWidth
const inset = 5

const signature: Box = { x: left + inset, y: proofTop + 35, width: proofWidth - 2 * inset, height: 27 }
const date: Box = { ...signature, y: signature.y + signature.height + 4, height: 12 }
const seal: Box = {
  x: left + proofWidth + 3,
  y: proofTop + 9,
  width: sealWidth - 6,
  height: proofHeight - 12,
}
const footerTop = proofTop + proofHeight + 4
/** Its quiet zone reaches into the margin, so that the symbol ends where the table does. */
const barcode: Box = { x: left + width - 41, y: 15, width: 45, height: 45 }
/** In the middle of the page, between the margin and the barcode's quiet zone. */
const titleBox = { x: 2 * left + width - barcode.x, width: 2 * barcode.x - 2 * left - width } as const
const stepsWidth = 126
const stepsTop = 38

const stepHeight = 5.4
const step = (line: number, text_: string): Words => ({
  tag: 'P',
  box: { x: left, y: stepsTop + line * stepHeight, width: stepsWidth, height: stepHeight },
  style: text,
  text: text_,
})

/** The form as data: everything it prints and where. A coordinate stands here and nowhere else. */
export const formLayout: FormLayout = {
  language: 'zh-CN',
  title: '密码查询信息表',
  issuer: '',
  notice:
    '两份文件上传完成后，密码将在一个工作日内以手机短信的形式发送至表中手机号码。二维码及其下方数字仅供本次申请使用，请勿遮挡。',
  page: { x: 0, y: 0, width: 210, height: 297 },
  corners: { box: { x: 9, y: 9, width: 192, height: 279 }, arm: 8, thickness: 0.7 },
  words: [
    {
      tag: 'H1',
      box: { ...titleBox, y: 15.5, height: 11 },
      style: { ...text, size: 26, floor: 16, align: 'centre' },
      text: '{title}',
    },
    {
      tag: 'P',
      box: { ...titleBox, y: 26.5, height: 4 },
      style: { ...note, floor: 7, align: 'centre' },
      text: '{issuer}',
    },
    {
      tag: 'H2',
      box: { x: left, y: stepsTop - 7.5, width: stepsWidth, height: 6 },
      style: heading,
      text: '接下来',
    },
    step(0, '1. 核对：表中信息如有误，请在会话中更正后重新生成，请勿手工涂改。'),
    step(1, '2. 签章：填表人亲笔签字、写明日期，并加盖单位公章，印文须清晰。'),
    step(2, '3. 扫描：本表整页、身份证正面（护照为资料页），彩色 JPEG，每份不超过 1 MB。'),
    step(3, '4. 上传：扫描右侧二维码，或打开下列网址，上传以上两份扫描件。'),
    {
      tag: 'H2',
      box: { x: left + inset, y: proofTop + 4, width: proofWidth - 2 * inset, height: 6 },
      style: heading,
      text: '声明',
    },
    {
      tag: 'P',
      box: { x: left + inset, y: proofTop + 11, width: proofWidth - 2 * inset, height: 20 },
      style: { ...text, size: 10, leading: 1.6 },
      text: '本人及本单位承诺以上信息真实、完整，申请查询上述账号的密码确系本单位意愿。如有不实，由此产生的一切后果由本人及本单位承担。',
    },
    {
      tag: 'P',
      box: { x: signature.x + 3, y: signature.y + 2.5, width: 40, height: 5 },
      style: text,
      text: '填表人签字',
    },
    { tag: 'P', box: { x: date.x + 3, y: date.y + 3.7, width: 20, height: 5 }, style: text, text: '日期' },
    { tag: 'P', box: { x: date.x + 43, y: date.y + 3.7, width: 8, height: 5 }, style: text, text: '年' },
    { tag: 'P', box: { x: date.x + 63, y: date.y + 3.7, width: 8, height: 5 }, style: text, text: '月' },
    { tag: 'P', box: { x: date.x + 83, y: date.y + 3.7, width: 8, height: 5 }, style: text, text: '日' },
    {
      tag: 'H2',
      box: { x: seal.x, y: proofTop + 2.5, width: seal.width, height: 6 },
      style: { ...text, align: 'centre' },
      text: '单位公章',
    },
    {
      tag: 'P',
      box: { x: seal.x, y: seal.y + seal.height - 6, width: seal.width, height: 5 },
      style: { ...note, size: 8, ink: 0.5, align: 'centre' },
      text: '公章名称须与单位全称一致',
    },
    {
      tag: 'P',
      box: { x: left, y: footerTop, width: width - 46, height: 10 },
      style: note,
      text: '{notice}',
    },
  ],
  rules: [{ x: left + proofWidth, y: proofTop, width: 0.2, height: proofHeight, ink: 0.25 }],
  frames: [
    { box: { x: left, y: proofTop, width, height: proofHeight }, thickness: 0.45, dashed: false },
    { box: signature, thickness: 0.2, dashed: false },
    { box: date, thickness: 0.2, dashed: false },
    { box: seal, thickness: 0.2, dashed: true },
  ],
  table: {
    x: left,
    y: tableTop,
    width,
    labelWidth: 29,
    padding: { x: 3, y: 1.2 },
    lines: { outer: 0.45, inner: 0.2 },
    labelFill: 0.955,
    label: { ...text, size: 10.5, align: 'centre' },
    value: { ...text, size: 11, leading: 1.3, floor: 7 },
    rows,
  },
  choices: {
    idType: { idCard: '身份证', passport: '护照' },
    reason: { forgotten: '密码遗忘', personnelChange: '人员调整', other: '其他' },
  },
  empty: '—',
  barcode: {
    box: barcode,
    module: { least: 0.9, most: 1 },
    quietZone: 4,
    description: '二维码：载有本表编号的网址',
  },
  formNumber: {
    box: { x: left + width - 48, y: barcode.y + barcode.height, width: 48, height: 5.5 },
    style: { ...text, size: 11, leading: 1.3, floor: 9, align: 'right' },
  },
  link: {
    box: { x: left + 4, y: stepsTop + 4 * stepHeight, width: stepsWidth - 4, height: 5 },
    style: { ...text, leading: 1.25, floor: 6 },
  },
  composedAt: {
    box: { x: left + width - 44, y: footerTop, width: 44, height: 3.2 },
    style: { ...note, leading: 1.3, floor: 7, align: 'right' },
    label: '制表日期：',
  },
  signature,
  date,
  seal,
  annex: {
    marker: '（转续页）',
    words: [
      {
        tag: 'H1',
        box: { ...titleBox, y: 18, height: 9 },
        style: { ...text, size: 20, floor: 13, align: 'centre' },
        text: '{title}（续页）',
      },
      {
        tag: 'P',
        box: { x: left, y: 35, width: 118, height: 10 },
        style: note,
        text: '本页接正表中以“（转续页）”结尾的栏目，两页编号相同。本页无须签字盖章，也无须上传。',
      },
    ],
    formNumber: {
      box: { x: left + width - 50, y: 34.4, width: 50, height: 5.5 },
      style: { ...text, size: 11, leading: 1.3, floor: 9, align: 'right' },
    },
    box: { x: left, y: 46, width, height: 234 },
    value: { ...text, size: 10, leading: 1.4 },
  },
}
