import type { ApplicationState, Reason } from '../../core/application.ts'
import type { Command } from '../../core/chat.ts'
import type { FieldName } from '../../core/fields.ts'
import { formatShanghai } from '../../core/shanghaiTime.ts'
import type { FieldWords } from './words.ts'
import type { zhCN } from './zhCN.ts'

const fields: Readonly<Record<FieldName, FieldWords>> = {
  accountName: {
    label: 'Account name',
    ask: 'Which user account is the password for? Skip this if you do not remember.',
    example: 'library01',
  },
  accountHolderName: {
    label: 'Account holder',
    ask: 'Who is on record as the account’s holder? Skip this if you do not remember.',
    example: '张伟',
  },
  applicantName: {
    label: 'Applicant’s name',
    ask: 'What is your own name, as on your identity document?',
    example: '王芳 or Anna Smith',
  },
  department: {
    label: 'Department',
    ask: 'Which department are you in? You can skip this.',
    example: '图书馆技术部',
  },
  idType: {
    label: 'Identity document',
    ask: 'Which identity document do you have? You will upload a picture of it later.',
    example: 'Identity card',
  },
  idNumber: { label: 'Document number', ask: 'What is its number?', example: '110101190001010006' },
  mobile: {
    label: 'Mobile number',
    ask: 'What is your mobile number? The password is sent there by SMS, so please make sure it can receive one.',
    example: '138 0013 8000 or +44 7400 123456',
  },
  officePhone: {
    label: 'Office phone',
    ask: 'What is your office phone number? You can skip this.',
    example: '010-62789999 ext 8016',
  },
  email: {
    label: 'Email',
    ask: 'What is your email address? The password is sent there if the SMS does not arrive.',
    example: 'wangfang@example.com',
  },
  reason: {
    label: 'Reason',
    ask: 'Why do you need the password? With “Personnel change”, approval also records the new account holder.',
    example: 'Password forgotten',
  },
  reasonText: {
    label: 'Details',
    ask: 'Please describe the reason in a few words.',
    example: '原手机号码已停用，收不到短信',
  },
}

const reasons: Readonly<Record<Reason, string>> = {
  forgotten: 'Password forgotten',
  personnelChange: 'Personnel change',
  other: 'Other',
}

const states: Readonly<Record<ApplicationState, string>> = {
  awaitingScans: 'waiting for your scans',
  submitted: 'submitted, waiting for review',
  inReview: 'in review',
  decided: 'in review',
  scansRequested: 'scans needed again',
  approved: 'approved, the password is being sent',
  delivered: 'done, the password was sent',
  undeliverable: 'approved, but the password could not be delivered yet',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
}

const nextOf: Readonly<Record<ApplicationState, string>> = {
  awaitingScans:
    'print the form, sign it and have it stamped with the official seal, then upload the form and your identity document.',
  submitted: 'nothing to do; you will be told the result here.',
  inReview: 'nothing to do; you will be told the result here.',
  decided: 'nothing to do; you will be told the result here.',
  scansRequested: 'please upload again as the reviewer asks.',
  approved: 'watch for an SMS; the password will arrive soon.',
  delivered: 'sign in with the password you received; you must change it at first use.',
  undeliverable: 'neither SMS nor email got through; our staff are on it and will contact you.',
  rejected: 'correct what the reviewer names and apply again.',
  withdrawn: 'you can apply again if you still need to.',
}

const commandNames: Readonly<Record<Command, string>> = {
  start: 'Start',
  status: 'Status',
  back: 'Back',
  pause: 'Pause',
  cancel: 'Cancel',
  withdraw: 'Withdraw',
  language: 'Language',
  help: 'Help',
}

const promised = (at: Date): string => `${formatShanghai(at)} (Beijing time)`

export const en: typeof zhCN = {
  fields,
  reasons,
  commandNames,
  idTypes: { idCard: 'Identity card', passport: 'Passport' },
  unitLabel: 'Organisation',
  languageName: 'English',

  start: (operator) =>
    `Hello, this is the password service of ${operator}. Three steps:\n\n` +
    '1. Answer a few questions here and receive the form (密码查询信息表);\n' +
    '2. Print it, sign it, and have it stamped with your organisation’s official seal (公章);\n' +
    '3. Upload pictures of the form and your identity document.\n\n' +
    'Once approved, the password is sent to you by SMS. Please choose:',
  startNew: 'New password request',
  startOver: 'Start over (clears your answers)',
  resume: 'Continue filling in',
  goOnUploading: 'Continue uploading',
  haveForm: 'I have a form to upload',
  seeStatus: 'See status',
  restarted:
    'Sorry, your earlier conversation could not be restored. Please start again here. A form you already have stays valid.',

  askUnit:
    '[Organisation *]\nWhat is your organisation’s full name, in Chinese, exactly as on its official seal?',
  askUnitExample: '清华大学',
  unitNotFound: (name, contact) =>
    `“${name}” was not found.\n\nPlease check:\n· is it exactly the full Chinese name on the seal or the credit code certificate?\n· is it a short form, an alias, or misspelt?\n\n` +
    `If the name is right, the organisation is not registered yet. Please contact: ${contact}\n\nPlease enter the full name again:`,
  unitUnderReview: (name, contact) =>
    `The registration of “${name}” is still under review. Passwords can be requested once it is approved; please come back later. Questions? Contact: ${contact}`,
  unitTurnedDown: (name, contact) =>
    `The registration of “${name}” was turned down, so no password can be requested. Please contact: ${contact}`,
  unitUnprintable: (name, characters, contact) =>
    `The name “${name}” contains characters that the form cannot print: ${characters}. Please contact: ${contact}`,
  unitGone: (name) =>
    `No password can be requested for “${name}” at present. Please choose the organisation again.`,
  unitState: { registered: '', underReview: ' (under review)', turnedDown: ' (turned down)' },
  sampleUnit: ' (sample)',
  pickUnit: (name, units) =>
    `Which one do you mean by “${name}”?\n\n${units}\n\nTap a button or type its number. If it is none of these, enter a more complete name.`,
  previousPage: 'Previous page',
  nextPage: 'Next page',
  searchAgain: 'Search again',

  notice: (unit, operator, days, contact) =>
    `Organisation: ${unit}\n\nBefore you begin, this is how your information is used:\n\n` +
    '· What is kept: your answers, the two scans, and the record of the process.\n' +
    '· Why: to make sure that the request comes from your organisation, and to send you the password. Nothing else.\n' +
    `· How long: encrypted, and erased ${days} days after the application ends.\n` +
    '· Who sees it: only the reviewers who handle your application.\n' +
    '· You can withdraw: send “withdraw” at any time before the password is issued.\n\n' +
    `${operator} is responsible. Contact: ${contact}\n\nAll information must be true and complete. * marks what is required.`,
  agree: 'Agree and begin',
  disagree: 'Do not agree',
  disagreed: 'All right, nothing about you was kept. You are welcome back any time.',

  ask: (label, required, ask) => `[${label}${required ? ' *' : ''}]\n${ask}`,
  askPassportNumber: 'What is your passport number?',
  askIdCardNumber: 'What is your identity card number (18 characters)?',
  forgetsNumber: 'Your message is removed from the chat once taken, where the chat allows it.',
  current: (value) => `Your answer so far: ${value}`,
  leftOut: 'left out',
  example: (example) => `For example: ${example}`,
  again: (label) => `${label}: please enter it again.`,
  skip: 'Skip',
  keep: 'Keep as it is',

  checkValues: (lines) =>
    `Please check everything:\n\n${lines}\n\nIf all is right, tap “Confirm and make the form”. To change something, tap it.`,
  line: (label, required, value) => `${label}${required ? ' *' : ''}: ${value}`,
  confirmValues: 'Confirm and make the form',
  change: (label) => `Change: ${label}`,
  checkCorrection: (lines) =>
    `What is to be corrected?\n\n${lines}\n\nTap what you want to change. Once you confirm, a new form is made and the one you have becomes void: the new one is to be printed, signed, stamped and uploaded.`,
  confirmCorrection: 'Confirm and make a new form',
  keepForm: 'Keep the form as it is',
  formKept: 'Nothing was corrected. The form you have stays valid.',
  cancelFilling: 'Cancel',

  formFile: '密码查询信息表.pdf',
  formCaption: (formNumber) => `The form (密码查询信息表)\nForm number: ${formNumber}`,
  composed:
    'Your form is ready. Next:\n\n' +
    '1. Print it on A4 paper;\n' +
    '2. Sign and date it, and have it stamped with the organisation’s official seal (公章);\n' +
    '3. Photograph it or scan it in colour, and upload it here with a picture of your identity document.\n\n' +
    'There is no hurry: come back here whenever you are ready. On another phone, scan the form’s barcode with the camera to continue.',

  recomposed:
    'Your new form is ready, and the earlier one is void. Next:\n\n' +
    '1. Print the new form on A4 paper;\n' +
    '2. Sign and date it, and have it stamped with the organisation’s official seal (公章);\n' +
    '3. Photograph it or scan it in colour, and upload it here.',
  documentAgain: 'As your document’s details have changed, please upload its picture again as well.',

  askFormUnitName: 'What is the organisation’s full name, in Chinese, exactly as on its official seal?',
  formNumberKnown: (formNumber) => `Form number: ${formNumber}`,
  otherFormNumber: 'Use another form number',
  askFormNumber: 'Please enter all the digits printed under the form’s barcode. Spaces do not matter.',
  formNumberExample: '1234 5678 9012 3456 7891',
  formFound: 'They match: your application was found.',
  formReplaced:
    'They match: your application was found. A corrected form has taken the place of the one you hold, which is no longer needed.',

  status: (unitName, state, at, remarks) =>
    [
      `Organisation: ${unitName}`,
      `Status: ${states[state]}`,
      ...(at === undefined ? [] : [`Promised by: ${promised(at)}`]),
      ...remarks,
      `Next: ${nextOf[state]}`,
    ].join('\n'),
  statusOfFilling: (next) => `Your form is being filled in; all your answers are saved. Next: ${next}`,
  statusOfCorrecting: (next) =>
    `You are correcting your information; all changes are saved, and the form you have stays valid until you confirm. Next: ${next}`,
  statusOfNone: 'You have no application yet.',
  decisionReason: (reason) => `Reviewer’s remark: ${reason}`,

  news: {
    reminder:
      'A reminder: your application is still waiting for its scans. Please send a picture of what is missing here, the signed and stamped form or your identity document; if you no longer need it, send “withdraw”.',
    inReview: 'The review of your application has begun.',
    scansRequested: 'The reviewer asks you to upload again.',
    approved: 'Your application is approved. The password is on its way by SMS; please watch for it.',
    rejected: 'We are sorry: your application was not approved.',
    delivered: {
      sms: 'The password was sent by SMS to the mobile number on the form. Please sign in with it and change it at once.',
      mail: 'The SMS could not be delivered, so the password was sent to the email address on the form. Please sign in with it and change it at once.',
    },
    undeliverable:
      'The password could not be delivered yet: neither SMS nor email got through. Our staff know and will contact you.',
  },

  paused: 'All right, your answers are saved. Come back here any time and continue.',
  goOnNow: 'Continue',
  welcomeBack: 'Welcome back. Let’s continue.',
  nothingBefore: 'This is the first step.',
  chooseLanguage: '请选择语言 / Please choose a language:',
  languageChanged: 'The language is now English.',
  changeLanguage: '简体中文 / Language',
  confirmCancel: 'Cancel filling in? Your answers will be deleted and cannot be restored.',
  yesCancel: 'Yes, cancel',
  noGoOn: 'No, continue',
  cancelled: 'Cancelled. Your answers were deleted.',
  confirmWithdraw: 'Withdraw this application? The form becomes void, and this cannot be undone.',
  yesWithdraw: 'Yes, withdraw',
  withdrawn: 'Your application was withdrawn.',
  help: (operator, contact) =>
    'You can send these words at any time:\n\nstatus — where your application stands\nback — to the previous step\npause — save, and continue later\ncancel — cancel filling in\nwithdraw — withdraw the application\nlanguage — change the language\nstart — to the beginning\n\n' +
    `For help from a person, contact ${operator}: ${contact}`,
  pictureEcho: '[Picture]',
  otherEcho: '[Other message]',
}
