import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { formLayout } from '../../src/core/formLayout.ts'
import { formLayoutFaults } from '../../src/core/formLayoutFaults.ts'
import { parseFormLayout } from '../../src/core/parseFormLayout.ts'

const faultOf = (json: unknown): string => {
  try {
    parseFormLayout(json)
  } catch (fault) {
    expect(fault).toBeInstanceOf(Fault)
    return fault instanceof Fault ? fault.message : ''
  }
  return 'none'
}

test('the form as it comes has no fault, and an empty description is that form', () => {
  expect(formLayoutFaults(formLayout)).toEqual([])
  expect(parseFormLayout({})).toEqual(formLayout)
  expect(parseFormLayout(JSON.parse(JSON.stringify(formLayout)))).toEqual(formLayout)
})

test('what a description names is replaced, and nothing else', () => {
  const json = { title: '账号找回申请表', issuer: '某某平台', seal: { height: 60 } }
  const { seal, ...rest } = parseFormLayout(json)
  expect(seal).toEqual({ ...formLayout.seal, height: 60 })
  expect(rest).toMatchObject({ title: '账号找回申请表', issuer: '某某平台', notice: formLayout.notice })
})

test('fields can be left out and renamed', () => {
  const rows = [
    { height: 13, cells: [{ field: 'unitName', label: '机构名称' }] },
    { height: 12, cells: [{ field: 'applicantName', label: '经办人' }] },
  ]
  expect(parseFormLayout({ table: { rows } }).table.rows).toEqual(rows)
})

describe('a fault is told in words, with where it lies', () => {
  const oneRow = (field: string) => ({ rows: [{ height: 12, cells: [{ field, label: '某' }] }] })
  test.each<[unknown, RegExp]>([
    ['a text', /The description: .*expected object/],
    [null, /expected object/],
    [[], /expected object/],
    [{ titel: '' }, /Unrecognized key: "titel"/],
    [{ title: '' }, /title: /],
    [{ table: oneRow('shoeSize') }, /table\.rows\.0\.cells\.0\.field: is none of the fields unitName/],
    [{ table: oneRow('unitName') }, /does not show applicantName/],
    [
      { table: { rows: [...oneRow('unitName').rows, ...oneRow('unitName').rows] } },
      /unitName more than once/,
    ],
    [{ table: { value: { size: 'large' } } }, /table\.value\.size: /],
    [{ table: { value: { floor: 20 } } }, /floor is larger/],
    [{ table: { padding: { y: 6 } } }, /The cell of \w+ has no room for one line of 7 points/],
    [{ seal: { x: 160 } }, /seal lies outside the page of 210 × 297 mm/],
    [{ seal: { x: 60 } }, /signature and seal overlap/],
    [{ link: { box: { y: 72 } } }, /table and link\.box overlap/],
    [{ barcode: { box: { x: 170, width: 20 } } }, /barcode\.box is smaller than the 29\.7 mm/],
    [{ barcode: { quietZone: 2 } }, /narrower than the 4 modules/],
    [{ barcode: { module: { least: 2 } } }, /least is larger than/],
    [{ language: ') /Evil (' }, /language: /],
  ])('%j', (json, expected) => {
    expect(faultOf(json)).toMatch(expected)
  })

  test('all of them at once', () => {
    const message = faultOf({ seal: { x: 190 }, barcode: { quietZone: 1 } })
    expect(message).toMatch(/seal lies outside/)
    expect(message).toMatch(/quietZone/)
  })

  test('a name that JavaScript knows of every object is unknown here', () => {
    expect(faultOf(JSON.parse('{"__proto__":{"title":"x"},"constructor":1}'))).toMatch(/Unrecognized key/)
  })
})
