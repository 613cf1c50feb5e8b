import type { ActorKind } from '@xueshi/contract/actor'
import { documentTypeLabel, documentTypes } from '@xueshi/contract/document-number'
import {
  findHelped,
  HelpedForm,
  HelpForm,
  issueHelpCode,
  type HelpedPerson,
} from '@xueshi/contract/people/help-desk'
import { staffed, type StaffedKind } from '@xueshi/contract/orgs/staff'
import { useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { placed } from '../accounts/refusal.ts'
import { useSeat } from '../own-seat.ts'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { CheckBox, Select } from '../ui/choice-field.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Steps } from '../ui/steps.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePortalKind } from '../url.ts'
import './help-desk.css'
import { helpReasonText } from './text.ts'

const isStaffed = (kind: ActorKind): kind is StaffedKind => staffed.some((each) => each === kind)

const steps = ['核对身份并查找', '说明原因', '告知本人']
type Issued = { person: HelpedPerson; code: string; expiresAt: string }

/**
 * 协助找回账号: somebody stands at the desk who has lost their phone. The code is in this page alone, and
 * gone from it when one leaves.
 */
export default function HelpDesk() {
  const kind = usePortalKind()
  const [person, setPerson] = useState<HelpedPerson | null>(null)
  const [issued, setIssued] = useState<Issued | null>(null)
  const begin = () => {
    setPerson(null)
    setIssued(null)
  }
  const step = issued ? 2 : person ? 1 : 0
  return (
    <Page
      title="协助找回账号"
      width="form"
      {...(kind !== null &&
        isStaffed(kind) && { back: { to: paths.staff(kind), text: '员工账号' } })}
      lead={
        kind === 'hrss'
          ? '本人手机遗失或停用、收不到验证码时，由工作人员当面核对证件后签发一次性验证码。限本辖区人员。'
          : '本人手机遗失或停用、收不到验证码时，由单位管理员当面核对证件后签发一次性验证码。限本单位人员和员工。'
      }
    >
      <Steps steps={steps} current={step} />
      <Card title={steps[step]}>
        {issued ? (
          <Tell issued={issued} again={begin} />
        ) : person ? (
          <Reason person={person} back={begin} issued={setIssued} />
        ) : (
          <Find found={setPerson} />
        )}
      </Card>
    </Page>
  )
}

function Find({ found }: { found: (person: HelpedPerson) => void }) {
  const send = useMove(findHelped)
  const form = useFormOf(HelpedForm, {
    start: { documentType: 'residentId', documentNumber: '', name: '' },
  })
  return (
    <Form
      form={form}
      submit={async (body) => {
        try {
          found(await send.mutateAsync({ body }))
        } catch (error) {
          throw placed(error, { NOT_FOUND: 'documentNumber' }, { NOT_FOUND: 'NOBODY_FOUND' })
        }
      }}
      label="查找本人账号"
    >
      <Notice tone="warn" title="请先核对证件原件">
        <p>核对来人与证件照片一致，再按证件上的内容填写。不接受复印件、照片和他人代办。</p>
      </Notice>
      <Select
        {...form.at('documentType')}
        label="证件类型"
        required
        options={documentTypes.map((value) => ({ value, text: documentTypeLabel(value) }))}
      />
      <TextField {...form.at('documentNumber')} label="证件号码" required autoComplete="off" />
      <TextField {...form.at('name')} label="姓名" required autoComplete="off" />
      <FormActions>
        <SubmitButton>查找</SubmitButton>
      </FormActions>
    </Form>
  )
}

const ReasonForm = z.object({
  reason: HelpForm.shape.reason,
  checked: z.boolean().check(z.refine((is) => is, 'DOCUMENT_NOT_CHECKED')),
})

function Reason({
  person,
  back,
  issued,
}: {
  person: HelpedPerson
  back: () => void
  issued: (issued: Issued) => void
}) {
  const send = useMove(issueHelpCode)
  const form = useFormOf(ReasonForm, { start: { checked: false, reason: '' } })
  const submit = async ({ reason }: { reason: string }) => {
    const body = { personId: person.id, checked: true, reason } as const
    issued({ person, ...(await send.mutateAsync({ body })) })
  }
  return (
    <Form form={form} submit={submit} label="签发一次性验证码">
      <DefinitionList
        facts={[
          { term: '姓名', value: person.name },
          { term: '证件号码', value: person.documentNumberMasked },
          { term: '登录账号', value: person.accountName ?? '尚未注册（可凭验证码认领档案）' },
          { term: '与本单位的关系', value: helpReasonText[person.because] },
        ]}
      />
      <TextArea
        {...form.at('reason')}
        label="签发原因"
        required
        hint="例如：手机遗失，已补办身份证，无法接收短信。原因会记入审计。"
      />
      <CheckBox {...form.at('checked')} label="我已当面核对本人的有效证件原件" required />
      <FormActions>
        <SubmitButton>签发一次性验证码</SubmitButton>
        <Button onClick={back}>重新查找</Button>
      </FormActions>
    </Form>
  )
}

function Tell({ issued, again }: { issued: Issued; again: () => void }) {
  const heading = useRef<HTMLParagraphElement>(null)
  const unit = useSeat()?.unitName
  useEffect(() => heading.current?.focus(), [])
  const { person, code, expiresAt } = issued
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
  return (
    <>
      <p ref={heading} tabIndex={-1}>
        {`请把下面的验证码当面告知 ${person.name}。它只显示这一次，${formatInstant(expiresAt)} 前有效，使用一次即失效。`}
      </p>
      <p className="one-time-code">
        <span className="unseen">一次性验证码：</span>
        {spaced}
      </p>
      <ol className="next-steps">
        <li>
          {person.accountName === null
            ? '本人打开注册页，填写证件后选择“认领已有档案”。'
            : `本人打开登录页，点“忘记密码或用户名”，填写登录账号 ${person.accountName} 或证件号码，点“获取验证码”。`}
        </li>
        <li>在验证码处输入以上 8 位数字。</li>
        <li>按提示回答密保问题（如已设置），再设置新密码。登录后请及时更换手机号码。</li>
      </ol>
      <Notice title="已通知本人">
        <p>{`系统已通知本人：${unit ?? '本单位'}签发过一次性验证码。签发人、时间和原因已记入审计。`}</p>
      </Notice>
      <div className="row">
        <Button onClick={again}>办理下一位</Button>
      </div>
    </>
  )
}
