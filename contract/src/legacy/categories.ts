import type { Category } from '../ledger.ts'

/** 课目类型 as offices have written it in their ledgers: today's words and the certificate's. */
export const pastCategories: Readonly<Record<string, Category>> = {
  公需课: 'public',
  公需课目: 'public',
  专业课: 'professional',
  专业课目: 'professional',
  选修课: 'elective',
  个人选修课目: 'elective',
}
