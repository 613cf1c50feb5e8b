import {
  changeContact,
  contactIssues,
  readOwnUnit,
  saveUnit,
  submitUnit,
  type Unit,
  UnitForm,
  unitIssues,
} from '@xueshi/contract/orgs/units'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { renewSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { Notice } from '../ui/notice.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Steps } from '../ui/steps.tsx'
import { TextField } from '../ui/text-field.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { LicenceUpload } from './licence-upload.tsx'
import { LicenceView } from './licence-view.tsx'
import { unitStateText, unitStateTone } from './text.ts'
import { startOf, UnitFields } from './unit-fields.tsx'
import { UnitFacts } from './unit-facts.tsx'

const steps = ['经办人账号', '单位信息', '上传证照并提交', '人社部门审核']

/** 单位信息: where the unit stands, and what is to do while it is not in force yet. */
export default function OwnUnit() {
  const read = useRead(readOwnUnit, {}, { keep: true })
  const unit = read.data
  return (
    <Page title="单位信息">
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : unit ? (
        <Standing unit={unit} reload={() => void read.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function Standing({ unit, reload }: { unit: Unit; reload: () => void }) {
  const [editing, setEditing] = useState(false)
  const [reaching, setReaching] = useState(false)
  const isOpen = unit.open.includes('submit')
  return (
    <>
      {unit.state !== 'approved' && (
        <Steps steps={steps} current={unit.state === 'submitted' ? 3 : 2} />
      )}
      <WhereItStands unit={unit} />
      <Card
        title="单位信息"
        actions={
          isOpen && !editing ? (
            <Button icon="pencil" onClick={() => setEditing(true)}>
              修改单位信息
            </Button>
          ) : undefined
        }
      >
        {editing && isOpen ? (
          <EditUnit unit={unit} close={() => setEditing(false)} />
        ) : (
          <>
            <p>
              <Status tone={unitStateTone[unit.state]}>{unitStateText[unit.state]}</Status>
            </p>
            <UnitFacts unit={unit} />
            {unit.open.includes('contact') && (
              <Row>
                <Button icon="pencil" onClick={() => setReaching(true)}>
                  修改联系人
                </Button>
              </Row>
            )}
          </>
        )}
      </Card>
      <Card title="营业执照或法人证书">
        {isOpen ? (
          <LicenceUpload unit={unit} />
        ) : unit.licence ? (
          <LicenceView licence={unit.licence} />
        ) : (
          <p>没有上传扫描件。</p>
        )}
      </Card>
      <Dialog open={reaching} close={() => setReaching(false)} title="修改联系人">
        {reaching && <EditContact unit={unit} close={() => setReaching(false)} />}
      </Dialog>
      {isOpen && !editing && <SubmitCard unit={unit} reload={reload} />}
    </>
  )
}

function WhereItStands({ unit }: { unit: Unit }) {
  const office = unit.office ?? '所在地的人社部门'
  switch (unit.state) {
    case 'draft':
      return (
        <Notice title="单位注册还没有提交">
          <p>{`核对单位信息、上传证照后，点击“提交审核”，由${office}审核。`}</p>
        </Notice>
      )
    case 'returned':
      return (
        <Notice tone="warn" title={`${office}退回了单位注册`}>
          <p>{`原因：${unit.returnReason ?? ''}`}</p>
          <p>请修改后重新提交。</p>
        </Notice>
      )
    case 'submitted':
      return (
        <Notice title={`正在等待${office}审核`}>
          <p>{`提交时间：${unit.submittedAt ? formatInstant(unit.submittedAt) : ''}。结果会发到您的“消息”、手机和邮箱。审核期间，人员可以先选择本单位，通过后再由您确认。`}</p>
        </Notice>
      )
    default:
      return null
  }
}

function EditUnit({ unit, close }: { unit: Unit; close: () => void }) {
  const save = useMove(saveUnit, { refresh: [readOwnUnit] })
  const form = useFormOf(UnitForm, { start: startOf(unit), rules: unitIssues })
  const forget = useKept(form, `unit:${unit.id}:${unit.version}`)
  const submit = async (values: UnitForm) => {
    await save.mutateAsync({ body: { version: unit.version, form: values } })
    forget()
    await renewSession()
    toast('单位信息已保存')
    close()
  }
  return (
    <Form form={form} submit={submit} label="修改单位信息">
      <UnitFields form={form} unit={unit} />
      <FormActions>
        <SubmitButton busy={save.isPending}>保存</SubmitButton>
        <Button
          onClick={() => {
            forget()
            close()
          }}
        >
          取消
        </Button>
      </FormActions>
    </Form>
  )
}

function EditContact({ unit, close }: { unit: Unit; close: () => void }) {
  const save = useMove(changeContact, { refresh: [readOwnUnit] })
  const { version, contactName, contactPhone } = unit
  const form = useFormOf(changeContact.parts.body, {
    start: { version, contactName, contactPhone },
    rules: contactIssues,
  })
  return (
    <Form
      form={form}
      label="修改联系人"
      submit={async (body) => {
        await save.mutateAsync({ body })
        toast('联系人已修改')
        close()
      }}
    >
      <TextField {...form.at('contactName')} label="联系人" required />
      <TextField
        {...form.at('contactPhone')}
        label="联系电话"
        hint="手机号码，或带区号的座机"
        required
        type="tel"
        maxLength={20}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={save.isPending}>保存</SubmitButton>
      </Row>
    </Form>
  )
}

function SubmitCard({ unit, reload }: { unit: Unit; reload: () => void }) {
  const send = useMove(submitUnit, { refresh: [readOwnUnit] })
  const submit = () =>
    send.mutate(
      { body: { version: unit.version } },
      {
        onSuccess: () => toast('已提交，请等待审核'),
        onError: (error) => {
          const isTaken = error.fields['code'] === 'CREDIT_CODE_TAKEN'
          toast(isTaken ? takenText : textOf(error), 'error')
          reload()
        },
      },
    )
  return (
    <Card>
      <div className="row">
        <Button
          look="primary"
          busy={send.isPending}
          unavailable={!unit.licence && '请先上传营业执照或法人证书'}
          onClick={submit}
        >
          提交审核
        </Button>
      </div>
    </Card>
  )
}

const takenText =
  '同一代码的单位已先行提交注册。请核对代码；没有填错的，请在单位注册页申请加入该单位。'
