import { Registration, registrationIssues } from '@xueshi/contract/accounts/registration'
import { china } from '@xueshi/contract/dictionaries/countries'
import { securityQuestions } from '@xueshi/contract/dictionaries/security-questions'
import * as z from 'zod/mini'
import type { FormRules } from '../ui/judge.ts'
import { FormCaptcha, noCaptcha } from './captcha-shape.ts'

/** Three fields are called 答案: their messages say which one is meant. */
export const RegistrationShape = z.extend(Registration, { captcha: FormCaptcha }).check(
  z.check(
    (payload) => {
      payload.issues = payload.issues.map((issue) => {
        const [list, at, part] = issue.path ?? []
        return list === 'questions' && part === 'answer' && issue.message === 'TEXT_REQUIRED'
          ? { ...issue, message: `ANSWER_${Number(at) + 1}_REQUIRED` }
          : issue
      })
    },
    { when: () => true },
  ),
)
export type RegistrationValues = z.output<typeof RegistrationShape>

/** The contract's rules, and one that the form words otherwise. `today` is the day in Asia/Shanghai. */
export const registrationRules =
  (today: string, passwordCeiling: number): FormRules<RegistrationValues> =>
  (part) => ({
    ...registrationIssues(part, today, passwordCeiling),
    ...(part.passwordAgain === '' && { passwordAgain: 'PASSWORD_AGAIN_REQUIRED' }),
  })

/** What the form opens with: 中国, its first document, and the manual's three questions. */
export const emptyRegistration: RegistrationValues = {
  accountName: '',
  password: '',
  passwordAgain: '',
  name: '',
  phone: '',
  country: china,
  documentType: 'residentId',
  documentNumber: '',
  email: '',
  questions: securityQuestions.slice(0, 3).map(({ code }) => ({ question: code, answer: '' })),
  captcha: noCaptcha,
}
