import { formValues } from '../src/adapters/pdf/formValues.ts'
import type { FormContent } from '../src/core/form.ts'
import { formCells, formLayout, printedText } from '../src/core/formLayout.ts'
import type { PeerPage } from './peers/peers.ts'

/** One record for everyone who is measured; each document has its own number. */
export const formRecord = (number: number): FormContent => ({
  unitName: '中国科学院自动化研究所',
  values: {
    accountName: 'casia_admin',
    accountHolderName: '王建国',
    applicantName: '欧阳㛃䶮',
    department: '科研管理处',
    idType: 'idCard',
    idNumber: '110101199003077571',
    mobile: '+8613800138000',
    officePhone: '010-82544588',
    email: 'ouyang@example.cn',
    reason: 'personnelChange',
    reasonText: '原账号负责人已调离本单位，需更换为现任科研管理处联系人。',
  },
  formNumber: String(38475610293847500000n + BigInt(number)),
  link: `https://t.me/SealpassBot?start=${38475610293847500000n + BigInt(number)}`,
  composedAt: new Date('2026-11-24T02:00:00Z'),
})

const perMm = 72 / 25.4

/** The same words, values and boxes for those who have no layout of ours. */
export const peerPage = (number: number): PeerPage => {
  const content = formRecord(number)
  const values = formValues(content, formLayout)
  const cells = formCells(formLayout).flat()
  const point = (box: { readonly x: number; readonly y: number }) => ({ x: box.x * perMm, y: box.y * perMm })
  const inCell = (
    box: { readonly x: number; readonly y: number; readonly height: number },
    size: number,
  ) => ({
    x: (box.x + 3) * perMm,
    y: (box.y + box.height / 2) * perMm - size / 2,
    size,
  })
  return {
    title: formLayout.title,
    width: formLayout.page.width * perMm,
    height: formLayout.page.height * perMm,
    texts: [
      ...formLayout.words.flatMap((words) => {
        const text = printedText(formLayout, words)
        return text === '' ? [] : [{ ...point(words.box), size: words.style.size, text }]
      }),
      ...cells.flatMap(({ field, label, labelBox, valueBox }) => [
        { ...inCell(labelBox, 10.5), text: label },
        { ...inCell(valueBox, 11), text: values[field] },
      ]),
      { ...point(formLayout.link.box), size: 9.5, text: content.link },
      { ...point(formLayout.formNumber.box), size: 11, text: content.formNumber },
    ],
    boxes: cells.flatMap(({ labelBox, valueBox }) =>
      [labelBox, valueBox].map((box) => ({
        ...point(box),
        width: box.width * perMm,
        height: box.height * perMm,
      })),
    ),
  }
}
