import { type Entry, labelIn } from './entry.ts'

export type CategoryCode = 'public' | 'professional' | 'elective'

/** 课程类型, in the order of the certificate's columns. National law (人社部令第25号) has the first two; 选修课 is Guangdong's. */
export const categories: readonly Entry<CategoryCode>[] = [
  { code: 'public', label: '公需课' },
  { code: 'professional', label: '专业课' },
  { code: 'elective', label: '选修课' },
]

/** 公需课, 专业课 or 选修课, or undefined. */
export function categoryLabel(code: string): string | undefined {
  return labelIn(categories, code)
}
