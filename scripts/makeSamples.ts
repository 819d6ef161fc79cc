import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { readFormFonts } from '../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../src/adapters/pdf/formComposer.ts'
import { formLayout } from '../src/core/formLayout.ts'
import { openBrowser } from '../test/support/browser.ts'
import { printForm } from '../test/support/paper.ts'

/**
 * Makes the two sample pictures that applicants are shown (R7), into src/assets: run it after the form's layout
 * has changed (`node scripts/makeSamples.ts`). Everything on them is invented and marked as a specimen.
 */
const require = createRequire(import.meta.url)
const font = await readFile(
  require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
)
const style = `<style>
  @font-face { font-family: Form; src: url(data:font/ttf;base64,${font.toString('base64')}) }
  * { margin: 0; font-family: Form } body { width: max-content; background: #fff }
</style>`

const unitName = '样本大学'
const pdf = await formComposer(await readFormFonts()).compose({
  unitName,
  formNumber: '00000000000000000000',
  link: 'https://example.com/?form=00000000000000000000',
  composedAt: new Date('2026-01-05T02:00:00Z'),
  values: {
    accountName: 'sample001',
    accountHolderName: '李样本',
    applicantName: '张样本',
    department: '信息中心',
    idType: 'idCard',
    idNumber: '11010119900101001X',
    mobile: '+8613800138000',
    officePhone: '010-00000000',
    email: 'sample@example.com',
    reason: 'forgotten',
  },
})
const pixelsPerMm = 5
const page = await (
  await printForm(pdf)
)
  .resize({ width: 210 * pixelsPerMm })
  .png()
  .toBuffer()

const mm = (length: number): number => length * pixelsPerMm
const { seal, signature, date } = formLayout
const centre = { x: mm(seal.x + seal.width / 2), y: mm(seal.y + seal.height / 2 - 2) }
const star = Array.from({ length: 10 }, (_, corner) => {
  const radius = mm(corner % 2 === 0 ? 6.5 : 2.6)
  const angle = (Math.PI / 5) * corner - Math.PI / 2
  return `${centre.x + radius * Math.cos(angle)},${centre.y + radius * Math.sin(angle)}`
}).join(' ')
const arc = (radius: number): string =>
  `M ${centre.x - radius} ${centre.y} A ${radius} ${radius} 0 1 1 ${centre.x + radius} ${centre.y}`
const signed = `${style}<body style="position:relative">
  <img src="data:image/png;base64,${page.toString('base64')}" style="display:block">
  <svg style="position:absolute;inset:0;mix-blend-mode:multiply" width="${mm(210)}" height="${mm(297)}">
    <g fill="#c81e1e" opacity=".85" transform="rotate(-4 ${centre.x} ${centre.y})">
      <circle cx="${centre.x}" cy="${centre.y}" r="${mm(21)}" fill="none" stroke="#c81e1e" stroke-width="${mm(1.1)}" />
      <polygon points="${star}" />
      <path id="ring" d="${arc(mm(14.5))}" fill="none" />
      <text font-size="${mm(5.4)}" text-anchor="middle"><textPath href="#ring" startOffset="50%" textLength="${mm(32)}">${unitName}</textPath></text>
    </g>
    <text x="${mm(signature.x + 36)}" y="${mm(signature.y + 18)}" font-size="${mm(11)}" fill="#1b2a4a"
      transform="skewX(-14) translate(${mm(36)} 0)">张样本</text>
    <g font-size="${mm(5)}" fill="#1b2a4a"><text x="${mm(date.x + 29)}" y="${mm(date.y + 7.6)}">2026</text>
      <text x="${mm(date.x + 55)}" y="${mm(date.y + 7.6)}">1</text><text x="${mm(date.x + 75)}" y="${mm(date.y + 7.6)}">5</text></g>
    <text x="${mm(105)}" y="${mm(150)}" text-anchor="middle" font-size="${mm(34)}" fill="#7a7a7a" opacity=".16"
      transform="rotate(-32 ${mm(105)} ${mm(150)})">样本 SAMPLE</text>
  </svg></body>`

const field = (label: string, value: string): string =>
  `<p style="display:flex;gap:28px;font-size:34px;line-height:1.9"><span style="color:#2a6aa8;width:150px">${label}</span>${value}</p>`
const card = `${style}<body style="padding:60px;background:#a8937a">
  <div style="position:relative;box-sizing:border-box;width:1080px;height:681px;border-radius:36px;padding:62px 70px;
    background:linear-gradient(120deg,#e9f1f4,#dbe9e2 60%,#e8efe4);color:#1d2733;overflow:hidden">
    ${field('姓名', '张样本')}${field('性别', '男 &emsp;民族 &emsp;汉')}${field('出生', '1990 年 1 月 1 日')}
    ${field('住址', '北京市东城区样本街 1 号')}
    <p style="position:absolute;left:70px;bottom:56px;font-size:38px;letter-spacing:3px">
      <span style="color:#2a6aa8;font-size:32px;margin-right:30px">公民身份号码</span>样本 0000 0000 0000 0000</p>
    <svg style="position:absolute;right:70px;top:90px" width="270" height="340"><rect width="270" height="340" fill="#b9c9d6"/>
      <circle cx="135" cy="130" r="66" fill="#e6c8ab"/><path d="M25 340 q110 -190 220 0z" fill="#3b4f68"/></svg>
    <p style="position:absolute;left:0;right:0;top:240px;text-align:center;font-size:150px;color:#7a7a7a;opacity:.22;
      transform:rotate(-18deg)">样本 SAMPLE</p>
  </div></body>`

const browser = await openBrowser()
try {
  for (const [name, html] of [
    ['sample-form.jpg', signed],
    ['sample-id-card.jpg', card],
  ] as const) {
    const tab = await browser.newPage()
    await tab.setContent(html)
    await tab.evaluate(async () => document.fonts.ready)
    const picture = await tab.locator('body').screenshot()
    await writeFile(`src/assets/${name}`, await sharp(picture).jpeg({ quality: 82 }).toBuffer())
  }
} finally {
  await browser.close()
}
