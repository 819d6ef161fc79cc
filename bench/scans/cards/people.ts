import type { Random } from '../../../test/support/random.ts'

/** Somebody who does not exist, with a number that passes every rule. */
export interface Person {
  readonly name: string
  readonly sex: '男' | '女'
  readonly ethnicity: string
  /** YYYYMMDD. */
  readonly birth: string
  readonly address: string
  readonly idNumber: string
}

const families = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
  '欧阳',
  '司马',
  '上官',
  '诸葛',
]
const given = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉秀珍建国红梅海燕波鹏宇浩然子轩梓涵雨欣怡佳琪思远志文俊晓东春生永福安康宁泽瑞凯翔博乐天一凡中正新民光辉少云凤莲香月琴淑贞清源德昌世龙振家',
]
/** In names, and seldom elsewhere. */
const rare = [...'喆淼垚鑫焱堃翀婳赟彧玥祎璟昱晗煜旻斌洺祺珺珩瑄璐烨琛骞翊旸妍菡芮']
const ofMinorities = [
  '阿不都热依木·买买提',
  '古丽娜尔·吐尔逊',
  '努尔兰·哈力克',
  '麦麦提·艾力',
  '帕提古丽·玉山',
  '艾尔肯·阿布都拉',
  '扎西·次仁',
  '塔依尔·库尔班',
]
const ethnicities = ['汉', '汉', '汉', '汉', '汉', '满', '回', '壮', '苗', '土家', '彝', '蒙古', '朝鲜']
const areas = [
  ['110105', '北京市朝阳区'],
  ['310112', '上海市闵行区'],
  ['320583', '江苏省昆山市'],
  ['330106', '浙江省杭州市西湖区'],
  ['420111', '湖北省武汉市洪山区'],
  ['440305', '广东省深圳市南山区'],
  ['500233', '重庆市忠县'],
  ['510107', '四川省成都市武侯区'],
  ['610113', '西安市雁塔区'],
  ['650102', '乌鲁木齐市天山区'],
  ['230103', '哈尔滨市南岗区'],
  ['350203', '福建省厦门市思明区'],
  ['370202', '山东省青岛市市南区'],
  ['460105', '海南省海口市秀英区'],
  ['530102', '云南省昆明市五华区'],
] as const
const streets = ['样本', '人民', '建设', '和平', '中山', '解放', '文化', '长江', '青年', '学院']

export const pick = <Item>(items: readonly Item[], random: Random): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

const two = (value: number): string => String(value).padStart(2, '0')

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of GB 11643-1999 after the first 17 digits. */
export const withCheck = (digits: string): string => {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return `${digits.slice(0, 17)}${'10X98765432'[sum % 11] ?? ''}`
}

const idNumber = (area: string, birth: string, random: Random): string =>
  withCheck(`${area}${birth}${String(Math.floor(random() * 999) + 1).padStart(3, '0')}`)

export const makePerson = (random: Random): Person => {
  const [area, address] = pick(areas, random)
  const birth = `${1950 + Math.floor(random() * 56)}${two(1 + Math.floor(random() * 12))}${two(1 + Math.floor(random() * 28))}`
  const minority = random() < 0.08
  const characters = random() < 0.12 ? rare : given
  const name = minority
    ? pick(ofMinorities, random)
    : pick(families, random) + pick(characters, random) + (random() < 0.75 ? pick(given, random) : '')
  return {
    name,
    sex: random() < 0.5 ? '男' : '女',
    ethnicity: minority ? '维吾尔' : pick(ethnicities, random),
    birth,
    address: `${address}${pick(streets, random)}路${1 + Math.floor(random() * 300)}号${1 + Math.floor(random() * 30)}栋${101 + Math.floor(random() * 1800)}室`,
    idNumber: idNumber(area, birth, random),
  }
}

/**
 * Numbers that are nearly the person's and are not: a digit misread, two swapped (the check character wrong, as it
 * then is), one digit and the check character (valid again), the number of another person born on the same day, of
 * somebody else altogether.
 */
export const nearMisses = ({ idNumber: right }: Person, random: Random): readonly string[] => {
  const at = Math.floor(random() * 17)
  const other = String((Number(right[at]) + 1 + Math.floor(random() * 9)) % 10)
  const oneDigit = right.slice(0, at) + other + right.slice(at + 1)
  const swaps = Array.from({ length: 16 }, (_, i) => i).filter((i) => right[i] !== right[i + 1])
  const from = pick(swaps, random)
  const swapped = `${right.slice(0, from)}${right[from + 1] ?? ''}${right[from] ?? ''}${right.slice(from + 2)}`
  const looksAlike = Array.from(right.slice(0, 17)).findIndex((digit) => '3869'.includes(digit))
  const alike = { '3': '8', '8': '3', '6': '8', '9': '8' }[right[looksAlike] ?? '']
  const lookAlike =
    alike === undefined ? [] : [right.slice(0, looksAlike) + alike + right.slice(looksAlike + 1)]
  const sequence = String((Number(right.slice(14, 17)) + 1 + Math.floor(random() * 900)) % 1000).padStart(
    3,
    '0',
  )
  return [
    oneDigit,
    swapped,
    ...lookAlike,
    withCheck(oneDigit),
    withCheck(right.slice(0, 14) + sequence),
    makePerson(random).idNumber,
  ].filter((number) => number !== right)
}
