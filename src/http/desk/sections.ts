import type { Language } from '../../core/application.ts'
import type { Permission } from '../../core/role.ts'

/** The desk's sections, as its masthead lists them to those whose role opens them. */
export const sections: readonly {
  readonly path: string
  readonly needs: Permission
  readonly name: Readonly<Record<Language, string>>
}[] = [
  { path: '/desk', needs: 'seeQueue', name: { 'zh-CN': '队列', en: 'Queue' } },
  { path: '/desk/figures', needs: 'seeFigures', name: { 'zh-CN': '统计', en: 'Figures' } },
  { path: '/desk/audit', needs: 'seeAudit', name: { 'zh-CN': '审计日志', en: 'Audit log' } },
  { path: '/desk/people', needs: 'administer', name: { 'zh-CN': '人员', en: 'People' } },
  { path: '/desk/policy', needs: 'administer', name: { 'zh-CN': '四眼规则', en: 'Four eyes' } },
  { path: '/desk/integrations', needs: 'administer', name: { 'zh-CN': '接口与推送', en: 'Integrations' } },
]
