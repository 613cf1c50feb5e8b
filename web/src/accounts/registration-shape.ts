import { Registration, registrationIssues } from '@xueshi/contract/accounts/registration'
import { china } from '@xueshi/contract/dictionaries/countries'
import { securityQuestions } from '@xueshi/contract/dictionaries/security-questions'
import * as z from 'zod/mini'
import { FormCaptcha, noCaptcha } from './captcha-shape.ts'

const Fields = z.extend(Registration, { captcha: FormCaptcha })
export type RegistrationValues = z.output<typeof Fields>

/**
 * The registration as the form checks it: the contract's shape, and its rules beside it even while
 * other fields are still empty, so that each field is judged as it is left. `today` is the day in
 * Asia/Shanghai.
 */
export function registrationShape(today: string, passwordCeiling: number) {
  return Fields.check(
    z.check<RegistrationValues>(
      (payload) => {
        payload.issues = payload.issues.map((issue) => {
          const [list, at, part] = issue.path ?? []
          // Three fields are called 答案: their messages say which one is meant.
          return list === 'questions' && part === 'answer' && issue.message === 'TEXT_REQUIRED'
            ? { ...issue, message: `ANSWER_${Number(at) + 1}_REQUIRED` }
            : issue
        })
        const told = new Set(payload.issues.map(({ path = [] }) => path.join('.')))
        const rules = registrationIssues(payload.value, today, passwordCeiling)
        if (payload.value.passwordAgain === '') rules['passwordAgain'] = 'PASSWORD_AGAIN_REQUIRED'
        for (const [path, message] of Object.entries(rules)) {
          if (told.has(path) || !message) continue
          const keys = path.split('.')
          payload.issues.push({ code: 'custom', message, path: keys, input: payload.value })
        }
      },
      { when: () => true },
    ),
  )
}

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
