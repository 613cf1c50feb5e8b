import { countries } from '@xueshi/contract/dictionaries/countries'
import { securityQuestions } from '@xueshi/contract/dictionaries/security-questions'
import {
  birthDateOf,
  documentTypeLabel,
  documentTypesFor,
  type DocumentType,
} from '@xueshi/contract/document-number'
import type { ReactNode } from 'react'
import type { FieldPath } from 'react-hook-form'
import { useWatch } from 'react-hook-form'
import { Select } from '../ui/choice-field.tsx'
import type { FormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Columns } from '../ui/page.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { passwordRules } from './password-rules.ts'
import type { RegistrationValues } from './registration-shape.ts'

export type RegistrationFormState = FormOf<RegistrationValues>

export const stepTitles = ['账号信息', '身份信息', '密码保护与验证码'] as const

/** What is checked before a phone goes on to the next step. */
export const fieldsOfStep: readonly FieldPath<RegistrationValues>[][] = [
  ['accountName', 'password', 'passwordAgain'],
  ['name', 'phone', 'country', 'documentType', 'documentNumber', 'email'],
  ['questions', 'captcha'],
]

interface SectionProps {
  form: RegistrationFormState
  /** The step that is shown; null shows all. */
  step: number | null
}

function Section({ at, step, children }: { at: number; step: number | null; children: ReactNode }) {
  return (
    <section className="form-section" hidden={step !== null && step !== at}>
      <h2 id={`step-${at}`} tabIndex={-1}>
        {stepTitles[at]}
      </h2>
      {children}
    </section>
  )
}

export function AccountSection({ form, step, ceiling }: SectionProps & { ceiling: number }) {
  const [account, phone, documentType, documentNumber] = useWatch({
    control: form.control,
    name: ['accountName', 'phone', 'documentType', 'documentNumber'],
  })
  const birthDate = birthDateOf(documentType, documentNumber)
  return (
    <Section at={0} step={step}>
      <TextField
        {...form.at('accountName')}
        label="登录账号"
        hint="4 至 20 位字母、数字或下划线，注册后用它登录"
        required
        autoComplete="username"
        spellCheck={false}
        maxLength={64}
      />
      <Columns>
        <PasswordField
          {...form.at('password')}
          label="密码"
          hint="首次登录时会请您再换一次"
          required
          autoComplete="new-password"
          rules={passwordRules({ account, phone, birthDate, ceiling })}
        />
        <PasswordField
          {...form.at('passwordAgain')}
          label="确认密码"
          hint="再输入一次上面的密码"
          required
          autoComplete="new-password"
        />
      </Columns>
    </Section>
  )
}

export const numberHints: Record<DocumentType, string> = {
  residentId: '18 位公民身份号码，末位是 X 的照样填写',
  hongKongId: '一至两个字母、六位数字和括号里的一位，例如 A123456(3)',
  macaoId: '七位数字和括号里的一位，例如 1234567(8)',
  residencePermit: '居住证正面的 18 位号码',
  passport: '护照资料页上的号码，4 至 20 位字母和数字',
  foreignerPermanentId: '证件正面的 18 位号码，旧版为 15 位',
}

export function IdentitySection({ form, step }: SectionProps) {
  const [country, documentType] = useWatch({
    control: form.control,
    name: ['country', 'documentType'],
  })
  return (
    <Section at={1} step={step}>
      <Columns>
        <TextField
          {...form.at('name')}
          label="姓名"
          hint="与有效证件上的姓名一致；名字中的点可以写作“.”"
          required
          autoComplete="name"
        />
        <TextField
          {...form.at('phone')}
          label="手机号码"
          hint="本人在用的号码，用于找回账号和密码"
          required
          type="tel"
          autoComplete="tel"
          maxLength={20}
        />
      </Columns>
      <Notice tone="warn" title="下面三项注册后不能修改">
        <p>国家/地区、证件类型和证件号码一经注册就不能再改，请拿着证件对照填写。</p>
      </Notice>
      <Columns>
        <Select
          {...form.at('country')}
          label="国家/地区"
          required
          options={countries().map(({ code, label }) => ({ value: code, text: label }))}
        />
        <Select
          // The options change with the country: a new element takes the value that was set for it.
          key={country}
          {...form.at('documentType')}
          label="证件类型"
          required
          options={documentTypesFor(country).map((type) => ({
            value: type,
            text: documentTypeLabel(type),
          }))}
        />
        <TextField
          {...form.at('documentNumber')}
          label="证件号码"
          hint={numberHints[documentType]}
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
        />
        <TextField
          {...form.at('email')}
          label="邮箱"
          hint="本人常用的邮箱，用来接收通知"
          required
          type="email"
          autoComplete="email"
          spellCheck={false}
        />
      </Columns>
    </Section>
  )
}

const questionOptions = securityQuestions.map(({ code, label }) => ({ value: code, text: label }))

export function QuestionSection({ form, step, children }: SectionProps & { children: ReactNode }) {
  return (
    <Section at={2} step={step}>
      <p className="field-hint">
        忘记密码时，用这三个问题确认是您本人。请选三个不同的问题，答案要自己记得住、别人猜不到。
      </p>
      <Columns>
        {([0, 1, 2] as const).map((at) => (
          <div key={at} className="question" role="group" aria-label={`问题${at + 1}`}>
            <Select
              {...form.at(`questions.${at}.question`)}
              label={`问题${at + 1}`}
              required
              options={questionOptions}
            />
            <TextField
              {...form.at(`questions.${at}.answer`)}
              label="答案"
              required
              autoComplete="off"
              maxLength={50}
            />
          </div>
        ))}
      </Columns>
      {children}
    </Section>
  )
}
