import {
  changeQuestions,
  questionIssues,
  readSafety,
  type AccountSafety,
} from '@xueshi/contract/accounts/contacts'
import {
  securityQuestionLabel,
  securityQuestions,
} from '@xueshi/contract/dictionaries/security-questions'
import type { Body } from '@xueshi/contract/endpoint'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice-field.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { placed } from './refusal.ts'
import './text.ts'

/** 密保问题: which ones are kept; the answers are never shown. */
export function QuestionsCard({ safety: { questions } }: { safety: AccountSafety }) {
  const [open, setOpen] = useState(false)
  return (
    <Card title="密保问题">
      {questions.length === 0 ? (
        <p>还没有设置。设置后，找回密码时可以用答案证明是您本人。</p>
      ) : (
        <ol className="bullets">
          {questions.map((code) => (
            <li key={code}>{securityQuestionLabel(code) ?? code}</li>
          ))}
        </ol>
      )}
      <Row>
        <Button onClick={() => setOpen(true)}>
          {questions.length === 0 ? '设置密保问题' : '修改密保问题'}
        </Button>
      </Row>
      <Dialog open={open} close={() => setOpen(false)} title="修改密保问题">
        <QuestionsForm close={() => setOpen(false)} />
      </Dialog>
    </Card>
  )
}

const options = securityQuestions.map(({ code, label }) => ({ value: code, text: label }))

function QuestionsForm({ close }: { close: () => void }) {
  const send = useMove(changeQuestions, { refresh: [readSafety] })
  const form = useFormOf(changeQuestions.parts.body, {
    start: {
      questions: securityQuestions.slice(0, 3).map(({ code }) => ({ question: code, answer: '' })),
      password: '',
    },
    rules: questionIssues,
  })
  const submit = async (body: Body<typeof changeQuestions>) => {
    try {
      await send.mutateAsync({ body })
    } catch (error) {
      throw placed(error, { PASSWORD_WRONG: 'password' })
    }
    close()
    toast('密保问题已修改')
  }
  return (
    <Form form={form} submit={submit} label="修改密保问题">
      {([0, 1, 2] as const).map((at) => (
        <div key={at} className="question" role="group" aria-label={`问题${at + 1}`}>
          <Select
            {...form.at(`questions.${at}.question`)}
            label={`问题${at + 1}`}
            required
            options={options}
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
      <PasswordField
        {...form.at('password')}
        label="登录密码"
        required
        autoComplete="current-password"
      />
      <FormActions>
        <SubmitButton>保存</SubmitButton>
      </FormActions>
    </Form>
  )
}
