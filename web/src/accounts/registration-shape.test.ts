import { describe, expect, it } from 'vitest'
import { type Faults, judge } from '../ui/judge.ts'
import {
  emptyRegistration,
  registrationRules,
  RegistrationShape,
  type RegistrationValues,
} from './registration-shape.ts'

const rules = registrationRules('2026-11-23', 16)

/** Field path → code for an empty form with these values in it. */
function issuesOf(values: Partial<RegistrationValues>): Faults {
  return judge(RegistrationShape, { ...emptyRegistration, ...values }, rules).faults
}

const offered = emptyRegistration.questions.map(({ question }) => question)

const complete: RegistrationValues = {
  accountName: 'linxiaowen',
  password: 'Lanshan26',
  passwordAgain: 'Lanshan26',
  name: '林晓雯',
  phone: '13812345678',
  country: 'CHN',
  documentType: 'residentId',
  documentNumber: '11010519491231002X',
  email: 'lin@example.cn',
  questions: offered.map((question) => ({ question, answer: '答案' })),
  captcha: { kind: 'image', id: 'c', answer: 'ABCDE' },
}

describe('the form of a registration', () => {
  it('lets a complete form pass', () => {
    expect(issuesOf(complete)).toEqual({})
  })

  it('judges a field by the rules while others are still empty', () => {
    const issues = issuesOf({
      password: 'abcdefgh',
      passwordAgain: 'abcdefg',
      phone: '123',
      documentNumber: '110105194912310021',
    })
    expect(issues).toMatchObject({
      accountName: 'ACCOUNT_REQUIRED',
      password: 'PASSWORD_NO_DIGIT',
      passwordAgain: 'PASSWORDS_DIFFER',
      phone: 'PHONE_FORMAT',
      documentNumber: 'DOCUMENT_CHECK_DIGIT',
    })
  })

  it('asks for every field that is empty', () => {
    expect(issuesOf({})).toEqual({
      accountName: 'ACCOUNT_REQUIRED',
      password: 'PASSWORD_REQUIRED',
      passwordAgain: 'PASSWORD_AGAIN_REQUIRED',
      name: 'NAME_REQUIRED',
      phone: 'PHONE_REQUIRED',
      documentNumber: 'REQUIRED',
      email: 'EMAIL_REQUIRED',
      'questions.0.answer': 'ANSWER_1_REQUIRED',
      'questions.1.answer': 'ANSWER_2_REQUIRED',
      'questions.2.answer': 'ANSWER_3_REQUIRED',
      'captcha.answer': 'REQUIRED',
    })
  })

  it('refuses a question asked twice and a document of another country', () => {
    const twice = complete.questions.map((entry) => ({ ...entry, question: offered[0] ?? '' }))
    expect(issuesOf({ ...complete, country: 'USA', questions: twice })).toEqual({
      documentType: 'DOCUMENT_TYPE_NOT_OFFERED',
      'questions.1.question': 'QUESTION_REPEATED',
      'questions.2.question': 'QUESTION_REPEATED',
    })
  })

  it('refuses a question asked twice while its answer is still empty', () => {
    const twice = emptyRegistration.questions.map(() => ({
      question: offered[0] ?? '',
      answer: '',
    }))
    expect(issuesOf({ ...complete, questions: twice })).toEqual({
      'questions.0.answer': 'ANSWER_1_REQUIRED',
      'questions.1.answer': 'ANSWER_2_REQUIRED',
      'questions.2.answer': 'ANSWER_3_REQUIRED',
      'questions.1.question': 'QUESTION_REPEATED',
      'questions.2.question': 'QUESTION_REPEATED',
    })
  })

  it('tells an answer to a captcha that has run out from no answer', () => {
    const expired = { kind: 'image', id: '', answer: 'ABCDE' } as const
    expect(issuesOf({ ...complete, captcha: expired })).toEqual({
      'captcha.answer': 'CAPTCHA_EXPIRED',
    })
  })

  it('asks nothing of a captcha that the browser solves', () => {
    const work = { kind: 'work', id: '', answer: '' } as const
    expect(issuesOf({ ...complete, captcha: work })).toEqual({})
  })
})
