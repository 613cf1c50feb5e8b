import type { Entry } from './entry.ts'

export type CategoryCode = 'public' | 'professional' | 'elective'

/** What each 课程类型 is called wherever it is named, but on a certificate, which says 课目. */
export const categoryText: Readonly<Record<CategoryCode, string>> = {
  public: '公需课',
  professional: '专业课',
  elective: '选修课',
}

/** 课程类型, in the order of the certificate's columns. National law (人社部令第25号) has the first two; 选修课 is Guangdong's. */
export const categories: readonly Entry<CategoryCode>[] = [
  { code: 'public', label: categoryText.public },
  { code: 'professional', label: categoryText.professional },
  { code: 'elective', label: categoryText.elective },
]
