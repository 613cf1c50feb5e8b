import { Preferences, readPreferences, savePreferences } from '@xueshi/contract/messages'
import { useMove, useRead } from '../queries.ts'
import { CheckBox } from '../ui/choice-field.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Card } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'

/** Where else a person wants to be told. */
export function Channels() {
  const read = useRead(readPreferences, {})
  return (
    <Card title="短信和邮件">
      <p>
        消息总会出现在本页。密码修改、证书撤销等关系到账号安全和本人权益的消息，始终会另行通知。
      </p>
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : read.data ? (
        <ChannelsForm start={read.data} />
      ) : (
        <Skeleton lines={2} />
      )}
    </Card>
  )
}

function ChannelsForm({ start }: { start: { sms: boolean; email: boolean } }) {
  const save = useMove(savePreferences, { refresh: [readPreferences] })
  const form = useFormOf(Preferences, { start })
  return (
    <Form
      form={form}
      label="短信和邮件"
      submit={async (body) => {
        await save.mutateAsync({ body })
        toast('已保存')
      }}
    >
      <CheckBox {...form.at('email')} label="其他消息也发到我的邮箱" />
      <CheckBox {...form.at('sms')} label="其他消息也发到我的手机" />
      <FormActions>
        <SubmitButton busy={save.isPending}>保存</SubmitButton>
      </FormActions>
    </Form>
  )
}
