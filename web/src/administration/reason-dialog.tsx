import { ReasonForm } from '@xueshi/contract/administration/accounts'
import { useEffect } from 'react'
import { Button } from '../ui/button.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'

export interface Asking {
  title: string
  /** What will be so afterwards. */
  lead: string
  verb: string
  danger?: boolean
  act: (reason: string) => Promise<unknown>
}

/** What an administrator does to somebody else is never done without its reason. */
export function ReasonDialog({ asking, close }: { asking: Asking | null; close: () => void }) {
  return (
    <Dialog open={asking !== null} close={close} title={asking?.title ?? ''}>
      {asking && <Reason asking={asking} close={close} />}
    </Dialog>
  )
}

function Reason({ asking, close }: { asking: Asking; close: () => void }) {
  const form = useFormOf(ReasonForm, { start: { reason: '' } })
  useEffect(() => form.setFocus('reason'), [form])
  return (
    <Form
      form={form}
      label={asking.title}
      submit={async ({ reason }) => {
        await asking.act(reason)
        close()
      }}
    >
      <p>{asking.lead}</p>
      <TextArea
        {...form.at('reason')}
        label="原因"
        hint="会写入审计日志，请写明依据，例如来函编号。"
        required
        limit={200}
        rows={3}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton look={asking.danger ? 'danger' : 'primary'}>{asking.verb}</SubmitButton>
      </Row>
    </Form>
  )
}
