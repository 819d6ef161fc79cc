import { formatShanghai } from '../../core/shanghaiTime.ts'
import { megabytes } from './megabytes.ts'
import type { ProblemWords } from './problemWords.ts'

const expectedNow = {
  text: 'Please answer the current question in writing.',
  choice: 'Please tap one of the buttons below, or type its label or number.',
  picture: 'Please send a photo or a JPEG file.',
}

const fileNames = {
  png: 'a PNG picture',
  heic: 'a HEIC picture (the iPhone’s default)',
  avif: 'an AVIF picture',
  webp: 'a WebP picture',
  gif: 'a GIF picture',
  tiff: 'a TIFF picture',
  bmp: 'a BMP picture',
  pdf: 'a PDF file',
  svg: 'an SVG picture',
  unknown: 'a file of an unknown kind',
}

const inColour = {
  form: 'A form is stamped with the red seal first; then photograph or scan it in colour.',
  idCard: 'Please photograph or scan the document itself in colour, not a copy of it.',
  either: 'Please photograph or scan it in colour; a form is stamped with the red seal first.',
}

export const enProblems: ProblemWords = {
  required: () => 'Nothing was entered.',
  tooLong: ({ max }) => `That is too long: at most ${max} characters.`,
  unprintable: ({ characters }) =>
    `The form’s fonts do not have these characters, so they cannot be printed: ${characters.join(' ')}. ` +
    'Please use a common spelling.',
  notAName: () =>
    'A name may contain Chinese characters or Latin letters with ·, spaces and hyphens, and has at least two characters.',
  idNumberLength: ({ length }) => `An identity card number has 18 characters; you entered ${length}.`,
  idNumberRegion: () =>
    'The first two digits of the identity card number are not a known region. Please check them.',
  idNumberBirthDate: () =>
    'Digits 7 to 14 of the identity card number are not a valid date of birth. Please check them.',
  idNumberCheck: () =>
    'The check character of the identity card number does not match; one character may be wrong. Please compare each one.',
  passportNumber: () => 'A passport number has 5 to 9 letters and digits.',
  mobile: () =>
    'That is not a valid mobile number. Numbers outside mainland China start with + and the country code.',
  officePhone: () =>
    'That is not a valid phone number. Please include the area code; an extension goes after “ext”.',
  email: () => 'That is not a valid email address.',
  uscc: () =>
    'A unified social credit code has 18 characters and a check character, which does not match. Please check it.',
  formNumberLength: ({ length, expected }) =>
    `The form number has ${expected} digits; you entered ${length}. It is printed under the form’s barcode.`,
  formNumberCheck: () =>
    'The form number does not add up: one digit may be wrong, or two swapped. Please compare it with the form.',
  notAChoice: () =>
    'There is no such option. Please tap one of the buttons below, or type its label or number.',
  wrongInput: ({ expected }) => `This kind of message is not needed here. ${expectedNow[expected]}`,

  notJpeg: ({ found, convertible }) =>
    `This is ${fileNames[found]}; only JPEG is accepted. ` +
    (convertible
      ? 'Tap “Convert and use it” to have it made into a JPEG, or take a photo with your phone.'
      : 'Please take a photo with your phone, or save it as JPEG (.jpg) and send it again.'),
  severalPages: ({ pages }) =>
    `This file has ${pages} pages, and a scan is one page. Please save only the page that is asked for, and send that.`,
  tooLarge: ({ bytes, maxBytes, convertible }) =>
    `The picture is ${megabytes(bytes)} MB; the limit is ${megabytes(maxBytes)} MB. ` +
    (convertible
      ? 'Tap “Use a smaller copy” and we will shrink it and keep it legible, or send a smaller picture.'
      : 'Please send a smaller picture.'),
  damaged: () => 'The picture file is damaged and cannot be opened. Please take or export it again.',
  greyscale: ({ of }) => `The picture is black and white. ${inColour[of ?? 'either']}`,
  tooFewPixels: ({ width, height, minShortSide }) =>
    `The picture is too small to read (${width}×${height} pixels). Please take it from closer, with at least ${minShortSide} pixels on the short side, and send it as the original or as a file.`,
  tooComplex: () => 'This picture cannot be processed. Please take a new photo with your phone.',
  otherForm: () =>
    'The barcode in the picture belongs to another form. Please upload the form of this application.',
  supersededForm: () =>
    'This form is void: a corrected one has taken its place. Please tap “Download the form again”, and print, sign, stamp and upload the new one.',
  alreadyThere: ({ shows }) =>
    shows === 'form'
      ? 'This picture shows the form, which is uploaded already. Please send the identity document.'
      : 'This picture shows the identity document, which is uploaded already. Please send the form.',
  unavailable: () => 'The picture did not reach us. Please send it once more.',

  wrongPair: () =>
    'The organisation’s name and the form number do not belong together. Please check both against the seal and the form: the name exactly as on the seal, the number complete.',
  tooManyGuesses: ({ retryAt }) =>
    `Too many attempts. Please try again after ${formatShanghai(retryAt)} (Beijing time).`,
  alreadySent: () => 'Please do not upload the same file again; it would delay your password.',
  stepDone: () => 'This step is already done. Please go on with the current one:',
  nothingChosen: () => 'No picture has been chosen yet. Please send a photo or a JPEG file first.',
  tooManyPictures: ({ most }) =>
    `At most ${most} pictures are checked at a time; those that came after them were not taken. Please wait for the results, then send what is still needed.`,
  notNow: () => 'The application’s current state does not allow this. Send “status” to see what is next.',
}
