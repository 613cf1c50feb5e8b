import { changeContact, contactIssues, readOwnUnit, type Unit } from '@xueshi/contract/orgs/units'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Row } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { Industries } from './unit-fields.tsx'

/** What a unit in force changes by itself: who is reached, and its trades. */
export function EditContact({ unit, close }: { unit: Unit; close: () => void }) {
  const save = useMove(changeContact, { refresh: [readOwnUnit] })
  const { version, contactName, contactPhone, industryCodes } = unit
  const form = useFormOf(changeContact.parts.body, {
    start: { version, contactName, contactPhone, industryCodes },
    rules: contactIssues,
  })
  return (
    <Form
      form={form}
      label="修改联系人和行业"
      submit={async (body) => {
        await save.mutateAsync({ body })
        toast('联系人和行业已修改')
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
      <Industries {...form.at('industryCodes')} label="所属行业" own={unit.industryCodes} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={save.isPending}>保存</SubmitButton>
      </Row>
    </Form>
  )
}
