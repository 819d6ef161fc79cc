import type { IdType, ScanKind } from '../../core/application.ts'
import type { ScanWarning } from '../../core/scan/scanWarning.ts'
import type { zhCNScans } from './zhCNScans.ts'

const scanName = (kind: ScanKind, idType: IdType | undefined): string => {
  if (kind === 'form') return 'signed form'
  return idType === 'passport' ? 'passport data page' : 'identity card (front)'
}

const warnings: Readonly<Record<ScanWarning['kind'], string>> = {
  noCode: 'The form’s barcode could not be read. Please make sure it is complete, sharp and not covered.',
  noPage:
    'The whole page could not be made out, so neither seal nor signature could be checked. Please lay the form flat and take it from above, with all four corners in the picture.',
  noSeal:
    'No official seal was seen. Please stamp a clear, complete, round red seal into its box and take the picture again.',
  noSignature: 'No signature was seen. Please sign in the signature box and take the picture again.',
  blurred: 'The picture is blurred. Please hold the phone still, let it focus and take it again.',
  dark: 'The picture is too dark. Please take it again where there is more light.',
  glare:
    'Light is reflected, and part of it cannot be read. Please turn away from the lamp and take it again.',
  cutOff: 'Part of it is outside the picture. Please take the whole page or card with all four edges.',
  twoDocuments: 'There is more than one document in the picture. Please take one picture of each.',
  screen: 'This looks like a picture of a screen. Please take a picture of the signed and stamped paper.',
  idNumberUnread:
    'The document number could not be read. Please take the picture from straight above, in even light, so that the digits are sharp.',
  idNumberOther:
    'The document number is not the one on the form. Please send the applicant’s own document, or correct the form first if it is wrong.',
  nameOther:
    'The name on the document is not the applicant’s name on the form. Please send the applicant’s own document, or correct the form first if it is wrong.',
  backSide: 'This is the card’s emblem side. Please send the side with the photograph and the number.',
}

export const enScans: typeof zhCNScans = {
  scanName,
  warnings,

  chooseScan: (lines) =>
    `Please upload your scans:\n\n${lines}\n\nA photo or a scan will do: in colour, sharp and complete, JPEG, at most 1 MB each.`,
  scanLine: (name, state) =>
    `${{ missing: '○', chosen: '◐', sent: '●' }[state]} ${name}: ${{ missing: 'not uploaded', chosen: 'chosen, not uploaded yet', sent: 'uploaded' }[state]}`,
  requestedLine: (name, reason) => `Reviewer’s remark (${name}): ${reason}`,
  upload: (name) => `Upload ${name}`,
  sample: (name) => `Sample and rules: ${name}`,
  viewScan: (name) => `View ${name}`,
  formAgain: 'Download the form again',
  correct: 'Correct the information',
  requirements: (kind, idType) =>
    kind === 'form'
      ? 'Sample of the form\n\n· signed by the applicant, with a clear and complete seal;\n· the whole page with its four corners, the barcode sharp;\n· in colour, sharp, without glare;\n· JPEG, at most 1 MB (1,048,576 bytes).'
      : `Sample of the identity document\n\n· ${idType === 'passport' ? 'the passport’s data page, with the photo' : 'the identity card’s front, with the photo and the number'};\n· the whole document, nothing covered;\n· in colour, sharp, without glare;\n· JPEG, at most 1 MB (1,048,576 bytes).`,
  mistakes: 'Common mistakes: pictures like these are not accepted.',
  askKind: (count) =>
    count === 1
      ? 'A picture has arrived, and it is not clear which one it is. It is:'
      : `${count} pictures have arrived, and it is not clear which they are. The one you sent first is:`,
  discard: 'Neither, drop this picture',
  tellKind: 'Say which one the picture is',
  pictureWaits: 'There is another picture that could be either. You will be asked about it in a moment.',
  awaitScan: (name) => `Please send a photo or a JPEG file of your ${name}.`,
  convert: { smaller: 'Use a smaller copy', jpeg: 'Convert and use it' },
  toScans: 'Back',
  inspecting: (name) =>
    `The picture${name === undefined ? '' : ` of your ${name}`} has arrived and is being checked. This takes a few seconds.`,
  stillInspecting: 'The picture is still being checked. The result will be here in a moment.',
  alsoInspecting: 'This picture has arrived too and is being checked as well.',
  alsoChecked: (name) => `The picture of your ${name} was checked too; it follows after this one.`,
  filedAs: (sentFor, name) =>
    `This picture shows your ${name}, not your ${sentFor}, and was put where it belongs.`,
  recognising: 'Your picture has arrived and is being looked at. This takes a few seconds.',
  formRecognised:
    'The form in your picture was recognised. Once the organisation is confirmed, the picture is filed without being sent again.',
  formSeen:
    'The form in your picture was recognised. To use it, send “start” and choose “I have a form to upload”; the picture need not be sent again.',
  noFormSeen:
    'Your picture has arrived, but no barcode of a form was recognised in it. If you have a form, choose “I have a form to upload” on the first page; the picture is filed then and need not be sent again.',
  broughtToo: 'This picture has arrived too, and is filed once the organisation is confirmed.',
  inspected: 'Your picture was checked. Choose “Continue uploading” to send it.',
  chosenCaption: (name) => `Your ${name}, as chosen`,
  confirmScan: (name) =>
    `This is the picture you chose for your ${name}. Tap “Upload” to send it, or “Clear” to choose another.`,
  markedCaption: (name) => `Your ${name}, as chosen; numbers mark what is doubtful`,
  goodSample: (name) => `A good ${name}, to compare`,
  doubtful: (name, lines) => `This picture of your ${name} may not pass the review:\n${lines}`,
  takeBetter: 'Please take a new picture as described, and simply send it here.',
  mayBeSent:
    'A new picture would be best. If you are sure of this one, tap “Upload it anyway”; the reviewer will see the remarks above.',
  takeAgain: 'Take a new picture',
  sendAnyway: 'Upload it anyway',
  send: 'Upload',
  clear: 'Clear',
  cleared: 'Cleared.',
  sentCaption: (name) => `Your ${name}, as uploaded`,
  sent: 'The file has been uploaded. Please go on with the other files. Once all files are uploaded, the password will be sent by SMS within one working day to the mobile number on the form. Please watch for it!',
  submitted: 'All files are uploaded and your application is submitted.',
}
