import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { readFormFonts } from '../src/adapters/pdf/fontFiles.ts'
import { formComposer } from '../src/adapters/pdf/formComposer.ts'
import { formLayout } from '../src/core/formLayout.ts'
import { openBrowser } from '../test/support/browser.ts'
import { printForm } from '../test/support/paper.ts'

/**
 * Makes the sample pictures that applicants are shown (R7), and beside each the common mistakes, into src/assets:
 * run it after the form's layout has changed (`node scripts/makeSamples.ts`). Everything on them is invented and
 * marked as a specimen.
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
const formPage = (inkOpacity: number): string => `${style}<body style="position:relative">
  <img src="data:image/png;base64,${page.toString('base64')}" style="display:block">
  <svg style="position:absolute;inset:0;mix-blend-mode:multiply" width="${mm(210)}" height="${mm(297)}">
    <g fill="#c81e1e" opacity="${inkOpacity}" transform="rotate(-4 ${centre.x} ${centre.y})">
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

const cardBack = `${style}<body style="padding:60px;background:#a8937a">
  <div style="position:relative;box-sizing:border-box;width:1080px;height:681px;border-radius:36px;padding:90px;
    background:linear-gradient(120deg,#f3e4e0,#e4ebe6);color:#1d2733;overflow:hidden;text-align:center">
    <p style="font-size:64px;letter-spacing:14px">中华人民共和国</p><p style="font-size:76px;letter-spacing:30px">居民身份证</p>
    <p style="position:absolute;left:120px;bottom:90px;font-size:34px">签发机关 &emsp; 样本<br>有效期限 &emsp; 样本</p>
    <p style="position:absolute;left:0;right:0;top:240px;text-align:center;font-size:150px;color:#7a7a7a;opacity:.22;
      transform:rotate(-18deg)">样本 SAMPLE</p>
  </div></body>`

const browser = await openBrowser()
const photograph = async (html: string): Promise<Buffer> => {
  const tab = await browser.newPage()
  await tab.setContent(html)
  await tab.evaluate(async () => document.fonts.ready)
  const picture = await tab.locator('body').screenshot()
  await tab.close()
  return picture
}
const store = async (name: string, picture: Buffer): Promise<void> => {
  await writeFile(`src/assets/${name}`, await sharp(picture).jpeg({ quality: 80 }).toBuffer())
}

interface Mistake {
  readonly picture: Buffer
  readonly zh: string
  readonly en: string
}

/** Four pictures side by side, each crossed out and named in both languages. */
const sheetOf = (mistakes: readonly Mistake[], width: number): string => `${style}
  <body style="padding:24px;background:#fff"><div style="display:grid;grid-template-columns:${width}px ${width}px;gap:28px">
  ${mistakes
    .map(
      ({ picture, zh, en }) => `<figure><div style="position:relative;border:1px solid #ccc;background:#ddd">
        <img src="data:image/png;base64,${picture.toString('base64')}" style="display:block;width:100%">
        <svg viewBox="0 0 40 40" width="72" height="72" style="position:absolute;right:12px;bottom:12px">
          <circle cx="20" cy="20" r="19" fill="#c0201e"/><path d="M12 12 28 28M28 12 12 28" stroke="#fff" stroke-width="4.5"/></svg>
      </div><figcaption style="font-size:26px;line-height:1.5;padding-top:8px">${zh}<br><span style="font-size:20px;color:#555">${en}</span></figcaption></figure>`,
    )
    .join('')}</div></body>`

const cutOff = async (picture: Buffer): Promise<Buffer> => {
  const { width, height } = await sharp(picture).metadata()
  return sharp(picture)
    .extract({
      left: Math.round(width * 0.22),
      top: Math.round(height * 0.2),
      width: Math.round(width * 0.78),
      height: Math.round(height * 0.8),
    })
    .resize({ width, height, fit: 'fill' })
    .png()
    .toBuffer()
}
const small = async (picture: Buffer, width: number): Promise<Buffer> =>
  sharp(picture).resize({ width }).png().toBuffer()

try {
  const form = await photograph(formPage(0.85))
  const bare = await photograph(formPage(0))
  await store('sample-form.jpg', form)
  const formWidth = 520
  const page1 = await small(form, formWidth)
  const formMistakes: readonly Mistake[] = [
    { picture: await small(bare, formWidth), zh: '没有公章', en: 'No seal' },
    { picture: await sharp(page1).greyscale().png().toBuffer(), zh: '黑白扫描', en: 'Black and white' },
    { picture: await sharp(page1).blur(4).png().toBuffer(), zh: '模糊不清', en: 'Blurred' },
    { picture: await cutOff(page1), zh: '没有拍全', en: 'Cut off' },
  ]
  await store('mistakes-form.jpg', await photograph(sheetOf(formMistakes, formWidth)))

  const front = await photograph(card)
  await store('sample-id-card.jpg', front)
  const cardWidth = 560
  const card1 = await small(front, cardWidth)
  const glare = Buffer.from(
    `<svg width="${cardWidth}" height="360"><defs><radialGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset=".6" stop-color="#fff" stop-opacity=".92"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs><ellipse cx="290" cy="270" rx="230" ry="90" fill="url(#g)"/></svg>`,
  )
  const cardMistakes: readonly Mistake[] = [
    {
      picture: await small(await photograph(cardBack), cardWidth),
      zh: '拍成了背面（国徽面）',
      en: 'The back side',
    },
    {
      picture: await sharp(card1)
        .composite([{ input: glare, top: 0, left: 0 }])
        .png()
        .toBuffer(),
      zh: '反光，号码看不清',
      en: 'Glare over the number',
    },
    { picture: await sharp(card1).blur(5).png().toBuffer(), zh: '模糊不清', en: 'Blurred' },
    { picture: await cutOff(card1), zh: '没有拍全', en: 'Cut off' },
  ]
  await store('mistakes-id-card.jpg', await photograph(sheetOf(cardMistakes, cardWidth)))
} finally {
  await browser.close()
}
