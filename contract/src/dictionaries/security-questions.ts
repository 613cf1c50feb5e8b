import { type Entry, labelIn } from './entry.ts'

/** 密保问题. The first three are the manual's, in its order and words; a form opens with them. */
export const securityQuestions: readonly Entry[] = [
  { code: 'motherName', label: '您母亲的姓名是?' },
  { code: 'spouseBirthday', label: '您配偶的生日是?' },
  { code: 'studentNumber', label: '您的学号(或者工号)是?' },
  { code: 'fatherName', label: '您父亲的姓名是?' },
  { code: 'fatherBirthday', label: '您父亲的生日是?' },
  { code: 'motherBirthday', label: '您母亲的生日是?' },
  { code: 'primarySchool', label: '您就读的小学名称是?' },
  { code: 'primaryTeacher', label: '您小学班主任的姓名是?' },
  { code: 'firstEmployer', label: '您第一个工作单位的名称是?' },
  { code: 'childhoodFriend', label: '您童年最好的朋友的姓名是?' },
]

/** The question's text, or undefined. */
export function securityQuestionLabel(code: string): string | undefined {
  return labelIn(securityQuestions, code)
}
