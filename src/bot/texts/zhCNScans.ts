import type { IdType, ScanKind } from '../../core/application.ts'
import type { ScanWarning } from '../../core/scan/scanWarning.ts'
import type { ScanState } from './words.ts'

/** A document of the applicant's: which of the two scans, and whether a passport stands for the identity card. */
const scanName = (kind: ScanKind, idType: IdType | undefined): string => {
  if (kind === 'form') return '密码查询信息表'
  return idType === 'passport' ? '护照资料页' : '身份证正面'
}

const warnings: Readonly<Record<ScanWarning['kind'], string>> = {
  noCode: '没有读到信息表的二维条码。请确认条码完整、清晰、没有被遮挡。',
  noPage: '没有看清整张信息表，无法核对公章和签字。请把信息表摊平，在正上方拍摄，让整页连同四角都在画面内。',
  noSeal: '没有看到单位公章。请在公章框内加盖清晰完整的红色圆形公章后重新拍摄。',
  noSignature: '没有看到填表人签字。请在签字框内亲笔签字后重新拍摄。',
  blurred: '图片模糊。请把手机拿稳、对准焦点后重新拍摄。',
  dark: '图片太暗。请在明亮处重新拍摄。',
  glare: '图片有反光，部分内容看不清。请避开灯光直射，换个角度重新拍摄。',
  cutOff: '图片没有拍全。请让整页（整张证件）连同四边都在画面内。',
  twoDocuments: '图片里有不止一份文件。请每张图片只拍一份。',
  screen: '看起来拍的是屏幕。请拍摄签字盖章后的纸质原件。',
  idNumberUnread: '没有读出证件号码。请正对证件、在光线均匀处拍摄，让号码清晰可辨。',
  idNumberOther: '证件号码与信息表中填写的不一致。请确认上传的是填表人本人的证件；如信息表填错，请先更正。',
  nameOther:
    '证件上的姓名与信息表中的填表人姓名不一致。请确认上传的是填表人本人的证件；如信息表填错，请先更正。',
  backSide: '这是身份证的国徽面。请上传有照片和号码的一面。',
}

/** What is said of scans, from their choice to their upload (R7–R10). */
export const zhCNScans = {
  scanName,
  warnings,

  chooseScan: (lines: string) =>
    `请上传扫描件：\n\n${lines}\n\n拍照或扫描均可：彩色、清晰、完整，JPEG 格式，每张不超过 1 MB。`,
  scanLine: (name: string, state: ScanState) =>
    `${{ missing: '○', chosen: '◐', sent: '●' }[state]} ${name}：${{ missing: '未上传', chosen: '已选择，待确认上传', sent: '已上传' }[state]}`,
  requestedLine: (name: string, reason: string) => `审核意见（${name}）：${reason}`,
  upload: (name: string) => `上传${name}`,
  sample: (name: string) => `样本与要求：${name}`,
  viewScan: (name: string) => `下载查看：${name}`,
  formAgain: '重新下载信息表',
  correct: '更正信息',
  requirements: (kind: ScanKind, idType: IdType | undefined) =>
    kind === 'form'
      ? '信息表样本\n\n· 填表人已签字，公章清晰完整；\n· 整页入镜，四角完整，二维条码清楚；\n· 彩色、清晰、不反光；\n· JPEG 格式，不超过 1 MB（1,048,576 字节）。'
      : `证件样本\n\n· ${idType === 'passport' ? '护照有照片的资料页' : '身份证正面，即有照片和号码的一面'}；\n· 证件完整，没有遮挡；\n· 彩色、清晰、不反光；\n· JPEG 格式，不超过 1 MB（1,048,576 字节）。`,
  mistakes: '常见问题：这样的图片无法通过审核。',
  askKind: (count: number) =>
    count === 1
      ? '收到一张图片，看不出是哪一份。它是：'
      : `收到 ${count} 张图片，看不出是哪一份。先说最早发来的一张，它是：`,
  discard: '都不是，放弃这张图片',
  tellKind: '说明收到的图片是哪一份',
  pictureWaits: '还有一张图片看不出是哪一份，稍后请您说明。',
  awaitScan: (name: string) => `请发送${name}的照片，或 JPEG 文件。`,
  convert: { smaller: '缩小后使用', jpeg: '转换后使用' },
  toScans: '返回',
  inspecting: (name: string | undefined) =>
    `收到${name === undefined ? '' : `${name}的`}图片，正在检查，通常几秒钟就好。`,
  stillInspecting: '图片还在检查，结果马上就到。',
  alsoInspecting: '这张图片也收到了，一并检查。',
  alsoChecked: (name: string) => `${name}的图片也检查完了，处理完当前这张就轮到它。`,
  filedAs: (sentFor: string, name: string) => `这张图片是${name}，不是${sentFor}，已放到“${name}”一项。`,
  recognising: '收到图片，正在识别，通常几秒钟就好。',
  formRecognised: '已认出图片上的信息表。核对单位后，这张图片会直接归入您的申请，不必再发。',
  formSeen: '已认出图片上的信息表。要用它，请发送“开始”，再选“已有信息表，上传扫描件”，图片不必再发。',
  noFormSeen:
    '图片收到了，但没有认出信息表的二维条码。如果您已有信息表，请在首页选“已有信息表，上传扫描件”，核对后图片会归入您的申请，不必再发。',
  broughtToo: '这张图片也收到了，核对单位后一并归入您的申请。',
  inspected: '图片已检查完毕，请回到“继续上传扫描件”确认上传。',
  chosenCaption: (name: string) => `您选择的${name}`,
  confirmScan: (name: string) => `这是您选择的${name}。确认无误请点“上传”，想换一张请点“清除”。`,
  markedCaption: (name: string) => `您选择的${name}，数字标出了有疑问的地方`,
  goodSample: (name: string) => `合格的${name}，供对照`,
  doubtful: (name: string, lines: string) => `这张${name}有疑问，可能通不过审核：\n${lines}`,
  takeBetter: '请按提示重新拍摄，把新的图片直接发来。',
  mayBeSent: '最好重新拍摄。如果确认没有问题，也可以点“仍要上传”，审核员会看到上面的疑问。',
  takeAgain: '重新拍摄',
  sendAnyway: '仍要上传',
  send: '上传',
  clear: '清除',
  cleared: '已清除。',
  sentCaption: (name: string) => `您上传的${name}`,
  sent: '文件上传操作完成,请继续上传其他文件。所有文件上传完成后,密码将在上传后的一个工作日内以手机短信的形式反馈至信息表中所填写的手机上,请注意查收!',
  submitted: '全部文件已上传，申请已提交。',
}
