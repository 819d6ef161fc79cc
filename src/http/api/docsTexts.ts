import type { Language } from '../../core/application.ts'

const zh = {
  title: '接口文档',
  skip: '跳到正文',
  languages: '语言',
  other: 'en',
  otherName: 'English',
  document: 'OpenAPI 3.1 文档（JSON）',
  use: '用法',
  operations: '操作',
  webhooks: '推送',
  schemas: '数据结构',
  problems: '错误类型',
  scope: '所需权限：',
  required: '必填',
  body: '请求正文：',
}

const en: typeof zh = {
  title: 'API',
  skip: 'Skip to content',
  languages: 'Language',
  other: 'zh-CN',
  otherName: '中文',
  document: 'OpenAPI 3.1 document (JSON)',
  use: 'Use',
  operations: 'Operations',
  webhooks: 'Webhooks',
  schemas: 'Schemas',
  problems: 'Problems',
  scope: 'Scope: ',
  required: 'required',
  body: 'Body: ',
}

export const docsTexts: Readonly<Record<Language, typeof zh>> = { 'zh-CN': zh, en }
