import {
  readOwnUnit,
  saveUnit,
  submitUnit,
  type Unit,
  UnitForm,
  unitIssues,
} from '@xueshi/contract/orgs/units'
import { useMove } from '../queries.ts'
import { renewSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { Card } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { startOf, UnitFields } from './unit-fields.tsx'

/** Corrects what a unit says of itself before its office has looked at it, or after it came back. */
export function EditUnit({ unit, close }: { unit: Unit; close: () => void }) {
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

/** 提交审核. */
export function SubmitCard({ unit, reload }: { unit: Unit; reload: () => void }) {
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
