import { describe, expect, test } from 'vitest'
import { formLayout } from '../../../src/core/formLayout.ts'
import { formNumberFromRandom, formNumberLink } from '../../../src/core/formNumber.ts'
import { judgeScan } from '../../../src/core/scan/judgeScan.ts'
import type { CardReading, Doubt, FormReading, PagePlace, Region } from '../../../src/core/scan/reading.ts'
import type { ScanWarning } from '../../../src/core/scan/scanWarning.ts'

const numberOf = (seed: number): string => formNumberFromRandom(new Uint8Array(16).fill(seed))
const expected = { formNumber: numberOf(1), superseded: [numberOf(3), numberOf(4)] }

const place = (x: number): Region => ({ x, y: 0.25, width: 0.125, height: 0.5 })
const whole: Region = { x: 0, y: 0, width: 1, height: 1 }
/** The page fills the picture. */
const filling: PagePlace = { map: [1 / 210, 0, 0, 0, 1 / 297, 0, 0, 0] }
const codeOf = (text: string): FormReading['code'] => ({ text, region: place(0) })

const goodForm: FormReading = {
  kind: 'form',
  code: codeOf(formNumberLink('https://sealpass.example', expected.formNumber)),
  turn: 0,
  page: filling,
  seal: { region: place(0.5), diameter: 42, roundness: 0.98, ink: 0.7 },
  signature: { region: place(0.25) },
  doubts: [],
}
const goodCard: CardReading = {
  kind: 'idCard',
  turn: 0,
  side: 'front',
  idNumber: 'same',
  name: 'same',
  regions: { idNumber: place(0.1), name: place(0.2), card: place(0.3) },
  doubts: [],
}

const judgeForm = (changes: Partial<FormReading>, layout = formLayout) =>
  judgeScan('form', { reading: { ...goodForm, ...changes } }, expected, layout)
const judgeCard = (changes: Partial<CardReading>) =>
  judgeScan('idCard', { reading: { ...goodCard, ...changes } }, expected, formLayout)
const kindsOf = ({ warnings }: { readonly warnings: readonly ScanWarning[] }) =>
  warnings.map(({ kind }) => kind)

describe('a form', () => {
  test('that carries the number, from whichever address, with seal and signature, is neither refused nor warned about', () => {
    for (const base of ['https://t.me/sealpass_bot', 'https://sealpass.example'])
      expect(judgeForm({ code: codeOf(formNumberLink(base, expected.formNumber)) })).toEqual({ warnings: [] })
  })

  test('of another application is refused, whatever else is doubtful', () => {
    const code = codeOf(formNumberLink('https://t.me/sealpass_bot', numberOf(2)))
    expect(judgeForm({ code, seal: undefined, doubts: [{ kind: 'dark' }] })).toEqual({
      problem: { kind: 'otherForm' },
      warnings: [],
    })
  })

  test('that a correction has made void is known', () => {
    for (const earlier of expected.superseded)
      expect(judgeForm({ code: codeOf(formNumberLink('https://sealpass.example', earlier)) })).toEqual({
        problem: { kind: 'supersededForm' },
        warnings: [],
      })
  })

  test.each([undefined, codeOf('https://weixin.example/poster'), codeOf('12345'), codeOf('')])(
    'without a code, or with one that is no form’s (%j), is warned about where the code should be',
    (code) => {
      const { x, y, width, height } = formLayout.barcode.box
      const { warnings, problem } = judgeForm({ code })
      expect(problem).toBeUndefined()
      expect(warnings).toMatchObject([{ kind: 'noCode' }])
      expect(warnings[0]?.region?.x).toBeCloseTo(x / 210)
      expect(warnings[0]?.region?.y).toBeCloseTo(y / 297)
      expect(warnings[0]?.region?.width).toBeCloseTo(width / 210)
      expect(warnings[0]?.region?.height).toBeCloseTo(height / 297)
    },
  )

  test('without seal or signature is warned about, each with its box on the page', () => {
    const { warnings } = judgeForm({ seal: undefined, signature: undefined })
    expect(kindsOf({ warnings })).toEqual(['noSeal', 'noSignature'])
    for (const [index, box] of [formLayout.seal, formLayout.signature].entries()) {
      expect(warnings[index]?.region?.x).toBeCloseTo(box.x / 210)
      expect(warnings[index]?.region?.height).toBeCloseTo(box.height / 297)
    }
  })

  test('of an operator’s own layout is marked where that has its boxes', () => {
    const moved = { ...formLayout, seal: { ...formLayout.seal, x: 25, y: 90 } }
    const [seal] = judgeForm({ seal: undefined }, moved).warnings
    expect(seal?.region?.x).toBeCloseTo(25 / 210)
    expect(seal?.region?.y).toBeCloseTo(90 / 297)
  })

  test('turned or half outside the picture has its boxes where they are, inside the picture', () => {
    // A quarter turn: the page's top is the picture's right side.
    const turned: PagePlace = { map: [0, -1 / 297, 1, 1 / 210, 0, 0, 0, 0] }
    const [seal] = judgeForm({ page: turned, seal: undefined }).warnings
    expect(seal?.region?.x).toBeCloseTo(1 - (formLayout.seal.y + formLayout.seal.height) / 297)
    expect(seal?.region?.y).toBeCloseTo(formLayout.seal.x / 210)
    // The seal's box reaches over the picture's right side.
    const cut: PagePlace = { map: [1.3 / 210, 0, 0, 0, 1 / 297, 0, 0, 0] }
    const region = judgeForm({ page: cut, seal: undefined }).warnings[0]?.region
    expect((region?.x ?? 0) + (region?.width ?? 0)).toBeCloseTo(1)
    const gone: PagePlace = { map: [3 / 210, 0, 0, 0, 1 / 297, 0, 0, 0] }
    expect(judgeForm({ page: gone, seal: undefined }).warnings).toEqual([{ kind: 'noSeal', region: whole }])
  })

  test('whose page was not found is warned about that, not about a seal that was not looked for', () => {
    const nothing = { page: undefined, seal: undefined, signature: undefined }
    expect(judgeForm(nothing).warnings).toEqual([{ kind: 'noPage', region: whole }])
    expect(judgeForm({ ...nothing, code: undefined }).warnings).toEqual([
      { kind: 'noPage', region: whole },
      { kind: 'noCode', region: whole },
    ])
  })

  test('is warned about what is in the picture before how well it is seen, and that before what is missing', () => {
    const kinds = ['glare', 'blurred', 'dark', 'cutOff', 'screen', 'twoDocuments'] as const
    const doubts = kinds.map((kind, index) => ({ kind, region: place(index / 10) }))
    const judged = judgeForm({ doubts, seal: undefined })
    expect(kindsOf(judged)).toEqual([...kinds.toReversed(), 'noSeal'])
    expect(judged.warnings.at(-2)).toEqual({ kind: 'glare', region: place(0) })
  })
})

describe('an identity card', () => {
  test('whose number and name are the form’s is not warned about', () => {
    expect(judgeCard({})).toEqual({ warnings: [] })
    expect(judgeCard({ side: undefined, name: 'unread' })).toEqual({ warnings: [] })
  })

  test('is warned about when number or name are another’s, or the number cannot be read', () => {
    expect(judgeCard({ idNumber: 'other', name: 'other' }).warnings).toEqual([
      { kind: 'idNumberOther', region: place(0.1) },
      { kind: 'nameOther', region: place(0.2) },
    ])
    expect(judgeCard({ idNumber: 'unread', regions: {} }).warnings).toEqual([
      { kind: 'idNumberUnread', region: whole },
    ])
    expect(kindsOf(judgeCard({ idNumber: 'unread', doubts: [{ kind: 'glare' }] }))).toEqual([
      'glare',
      'idNumberUnread',
    ])
  })

  test('shown from its back is warned about that, as no number stands there', () => {
    const back = judgeCard({ side: 'back', idNumber: 'unread', name: 'unread', doubts: [{ kind: 'dark' }] })
    expect(back.warnings).toEqual([
      { kind: 'backSide', region: place(0.3) },
      { kind: 'dark', region: place(0.3) },
    ])
  })
})

describe('whatever is warned about has a place to mark', () => {
  const doubts = {
    blurred: true,
    dark: true,
    glare: true,
    cutOff: true,
    twoDocuments: true,
    screen: true,
  } as const satisfies Record<Doubt, true>
  const unseen = { code: undefined, seal: undefined, signature: undefined }
  const given = {
    ...doubts,
    noCode: judgeForm(unseen),
    noPage: judgeForm({ ...unseen, page: undefined }),
    noSeal: judgeForm(unseen),
    noSignature: judgeForm(unseen),
    idNumberUnread: judgeCard({ idNumber: 'unread', regions: {} }),
    idNumberOther: judgeCard({ idNumber: 'other', regions: {} }),
    nameOther: judgeCard({ name: 'other', regions: {} }),
    backSide: judgeCard({ side: 'back', regions: {} }),
  } satisfies Record<ScanWarning['kind'], true | ReturnType<typeof judgeForm>>

  test.each(Object.entries(given))('%s', (kind, judged) => {
    const seen = [{ kind: kind as Doubt }]
    const all =
      judged === true
        ? [
            judgeForm({ doubts: seen }),
            judgeForm({ doubts: seen, page: undefined }),
            judgeCard({ doubts: seen }),
          ]
        : [judged]
    for (const { warnings } of all) {
      const warning = warnings.find((each) => each.kind === kind)
      expect(warning?.region.width).toBeGreaterThan(0)
      expect(warning?.region.height).toBeGreaterThan(0)
    }
  })

  test('which is the page, or the card, where that was found', () => {
    const half: PagePlace = { map: [0.5 / 210, 0, 0.25, 0, 1 / 297, 0, 0, 0] }
    const seen = [{ kind: 'dark' }] as const
    const [dark] = judgeForm({ page: half, doubts: seen }).warnings
    expect([dark?.region.x, dark?.region.width]).toEqual([expect.closeTo(0.25), expect.closeTo(0.5)])
    expect(judgeCard({ doubts: seen }).warnings[0]?.region).toEqual(goodCard.regions.card)
  })
})

test('what nothing here can read is not warned about', () => {
  for (const kind of ['form', 'idCard'] as const)
    expect(judgeScan(kind, { reading: undefined }, expected, formLayout)).toEqual({ warnings: [] })
  expect(judgeScan('form', { reading: goodCard }, expected, formLayout)).toEqual({ warnings: [] })
  expect(judgeScan('idCard', { reading: { ...goodForm, code: undefined } }, expected, formLayout)).toEqual({
    warnings: [],
  })
})
