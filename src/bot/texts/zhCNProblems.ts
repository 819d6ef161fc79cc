import { formatShanghai } from '../../core/shanghaiTime.ts'
import { megabytes } from './megabytes.ts'
import type { ProblemWords } from './problemWords.ts'

const expectedNow = {
  text: '请用文字回答当前的问题。',
  choice: '请点选下面的按钮，或输入选项的文字、序号。',
  picture: '请发送一张照片或 JPEG 文件。',
}

const fileNames = {
  png: 'PNG 图片',
  heic: 'HEIC 图片（苹果手机的默认格式）',
  avif: 'AVIF 图片',
  webp: 'WebP 图片',
  gif: 'GIF 图片',
  tiff: 'TIFF 图片',
  bmp: 'BMP 图片',
  pdf: 'PDF 文件',
  svg: 'SVG 图片',
  unknown: '无法识别的文件',
}

const inColour = {
  form: '信息表请先加盖红色公章，再用彩色模式重新拍照或扫描。',
  idCard: '请用彩色模式重新拍摄或扫描证件原件，不要用复印件。',
  either: '请用彩色模式重新拍照或扫描；信息表要先加盖红色公章。',
}

/** One sentence each that says what is wrong; the question adds a right example, or the sentence what to do. */
export const zhCNProblems: ProblemWords = {
  required: () => '内容为空。',
  tooLong: ({ max }) => `内容过长，最多 ${max} 个字。`,
  unprintable: ({ characters }) =>
    `信息表的字库中没有这些字符，无法打印：${characters.join(' ')}。请换用规范汉字或通用写法。`,
  notAName: () => '姓名只能含汉字或拉丁字母，以及“·”、空格、连字符，至少两个字。',
  idNumberLength: ({ length }) => `身份证号码应为 18 位，您输入的是 ${length} 位。`,
  idNumberRegion: () => '身份证号码的前两位不是有效的地区代码，请核对。',
  idNumberBirthDate: () => '身份证号码第 7 至 14 位不是有效的出生日期，请核对。',
  idNumberCheck: () => '身份证号码校验不符，可能有一位输错了，请逐位核对。',
  passportNumber: () => '护照号码应为 5 至 9 位字母和数字。',
  mobile: () => '这不是有效的手机号码；中国大陆以外的号码请以“+”和国家（地区）代码开头。',
  officePhone: () => '这不是有效的电话号码，请写明区号，分机号写在“转”之后。',
  email: () => '这不是有效的电子邮箱地址。',
  uscc: () => '统一社会信用代码应为 18 位，且校验不符，请核对。',
  formNumberLength: ({ length, expected }) =>
    `二维条码数字应为 ${expected} 位，您输入的是 ${length} 位；它印在信息表二维条码的下方。`,
  formNumberCheck: () => '二维条码数字有误，可能有一位输错或两位颠倒，请对照信息表逐位核对。',
  notAChoice: () => '没有这个选项，请点选下面的按钮，或输入选项的文字、序号。',
  wrongInput: ({ expected }) => `这里用不上这类消息。${expectedNow[expected]}`,

  notJpeg: ({ found, convertible }) =>
    `这是${fileNames[found]}，只接受 JPEG 图片。` +
    (convertible
      ? '点“转换后使用”，由系统转换为 JPEG；也可以直接用手机拍照发送。'
      : '请直接用手机拍照发送，或另存为 JPEG（.jpg）后重发。'),
  severalPages: ({ pages }) => `这个文件有 ${pages} 页，每份扫描件只能是一页。请只保存需要的一页后重发。`,
  tooLarge: ({ bytes, maxBytes, convertible }) =>
    `图片有 ${megabytes(bytes)} MB，超过 ${megabytes(maxBytes)} MB 的上限。` +
    (convertible
      ? '点“缩小后使用”，由系统缩小并保持文字清晰；也可以换一张较小的图片。'
      : '请换一张较小的图片。'),
  damaged: () => '图片文件已损坏，无法打开。请重新拍照，或重新导出后再发。',
  greyscale: ({ of }) => `图片是黑白的，需要彩色图片。${inColour[of ?? 'either']}`,
  tooFewPixels: ({ width, height, minShortSide }) =>
    `图片太小（${width}×${height} 像素），文字无法辨认。请靠近重拍，短边至少 ${minShortSide} 像素；` +
    '发送时请选择“原图”或“文件”。',
  tooComplex: () => '这张图片无法处理。请用手机重新拍一张照片发送。',
  otherForm: () => '图片上的二维条码属于另一份信息表。请上传本次申请的信息表。',
  supersededForm: () =>
    '这份信息表已作废，更正后的新表已取代它。请点“重新下载信息表”，打印新表，签字、盖章后上传。',
  alreadyThere: ({ shows }) =>
    shows === 'form'
      ? '这张图片是信息表，信息表已经上传过了。请发送证件的照片。'
      : '这张图片是证件，证件已经上传过了。请发送信息表的照片。',
  unavailable: () => '图片没有收到。请重新发送一次。',

  wrongPair: () =>
    '单位全称与二维条码数字不相符。请对照公章和信息表核对后重试：名称须与公章完全一致，数字须完整。',
  tooManyGuesses: ({ retryAt }) => `尝试次数过多，请在 ${formatShanghai(retryAt)}（北京时间）以后再试。`,
  alreadySent: () => '请勿重复上传文件,以免影响密码反馈速度',
  stepDone: () => '这一步已经完成。请继续当前的步骤：',
  nothingChosen: () => '还没有选择图片，请先发送一张照片或 JPEG 文件。',
  tooManyPictures: ({ most }) =>
    `同时最多检查 ${most} 张图片，后面发来的没有收下。请等这些图片有了结果，再发还需要的。`,
  notNow: () => '申请的当前状态不允许这项操作。发送“进度”可查看接下来怎么办。',
}
