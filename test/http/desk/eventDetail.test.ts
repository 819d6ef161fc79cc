import { expect, test } from 'vitest'
import { eventDetail } from '../../../src/http/desk/review/eventDetail.ts'

test.each([
  ['followed', { channel: 'web' }, '网页', 'Web chat'],
  ['revised', { revision: 2, changed: ['unit', 'email'] }, '单位全称 · 电子邮箱', 'Full name · E-mail'],
  ['scanSent', { scanId: 'a', kind: 'idCard' }, '证件', 'Identity document'],
  ['scanSeen', { scanId: 'a', kind: 'form' }, '信息表', 'Form'],
  ['revealed', { field: 'idNumber' }, '证件号码', 'document number'],
  ['takenAway', { from: 'anna', reason: '请假' }, '请假', '请假'],
  [
    'decided',
    { kind: 'requestScans', checklist: [], form: ['sealMissing'], idCard: ['backSide'] },
    '要求重传 · 信息表未加盖单位公章，请加盖公章后重新拍摄或扫描。 · 请上传证件有照片和证件号码的一面。',
    'Asked again · The form does not bear the organisation’s official seal. Please stamp it and take a new picture. · ' +
      'Please upload the side of the document that shows the photo and the number.',
  ],
  ['decided', { kind: 'approve', accountId: '7' }, '通过', 'Approved'],
  ['undone', { kind: 'reject' }, '拒绝', 'Rejected'],
  ['firstApproved', { accountId: '7', rules: ['personnelChange'] }, '人员调整', 'personnel change'],
  ['approved', { accountId: '7', changesHolder: true }, '登记新的注册用户', 'new account holder recorded'],
  ['rejected', { reasons: ['of before'] }, 'of before', 'of before'],
  ['withdrawn', { decision: 'dropped' }, '尚未生效的决定作废', 'a decision not yet in effect was dropped'],
  ['credentialSent', { by: 'sms', toHash: 'x' }, '短信', 'SMS'],
  ['deliveryFailed', { at: 'reset' }, '密码未能重置', 'The password could not be reset'],
  ['claimed', {}, '', ''],
  // as lines of before may be
  ['decided', {}, '', ''],
  ['revised', { changed: ['gone'] }, '', ''],
])('%s %j', (action, detail, zh, en) => {
  expect(eventDetail(action, detail, 'zh-CN')).toBe(zh)
  expect(eventDetail(action, detail, 'en')).toBe(en)
})
