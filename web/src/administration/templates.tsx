import { useState } from 'react'
import {
  factsIn,
  listTemplates,
  type MessageTemplate,
  saveTemplate,
  TemplateForm,
  templateIssues,
} from '@xueshi/contract/messages/templates'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { useFormOf } from '../ui/form.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { KeptForm } from '../ui/kept-form.tsx'
import './text.ts'

const channelText = { sms: '短信', email: '邮件' } as const
const ways = ({ channels }: MessageTemplate) =>
  ['站内', ...channels.map((channel) => channelText[channel])].join('、')

/** 消息模板: what each message says, in the portal and by e-mail. */
export default function Templates() {
  const list = useRead(listTemplates, {})
  const [open, setOpen] = useState<MessageTemplate | null>(null)
  return (
    <Page
      title="消息模板"
      back={{ to: paths.settings(), text: '参数' }}
      lead="修改后，站内消息和邮件使用新的文字；短信的文字以短信服务商审核通过的模板为准。"
    >
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="消息模板"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.topic}
            empty={null}
            columns={[
              { head: '标题', title: true, cell: (row) => row.title },
              { head: '内容', cell: (row) => row.text },
              { head: '发送方式', tight: true, cell: ways },
              {
                head: '修改',
                tight: true,
                cell: ({ changedAt, byName }) =>
                  changedAt ? `${formatInstant(changedAt)} ${byName ?? ''}` : '—',
              },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <Button
                    look="quiet"
                    aria-label={`修改模板 ${row.title}`}
                    onClick={() => setOpen(row)}
                  >
                    修改
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Card>
      <Drawer open={open !== null} close={() => setOpen(null)} title="修改消息模板">
        {open && (
          <Edit
            key={open.topic}
            template={open}
            close={() => setOpen(null)}
            reload={() => {
              setOpen(null)
              void list.refetch()
            }}
          />
        )}
      </Drawer>
    </Page>
  )
}

function Edit({
  template,
  close,
  reload,
}: {
  template: MessageTemplate
  close: () => void
  reload: () => void
}) {
  const { topic, version, title, text, shipped, must } = template
  const save = useMove(saveTemplate, { refresh: [listTemplates] })
  const form = useFormOf(TemplateForm, {
    start: { title, text },
    rules: (values) => templateIssues(topic, values),
  })
  const facts = [...new Set([...factsIn(shipped.title), ...factsIn(shipped.text)])]
  return (
    <KeptForm
      form={form}
      label="修改消息模板"
      keptAs={`message-template-${topic}-${version}`}
      reload={reload}
      save={(values) => save.mutateAsync({ params: { topic }, body: { version, form: values } })}
      saved={() => {
        toast('已保存')
        close()
      }}
    >
      <p>
        {`发送方式：${ways(template)}`} {must && <Tag>本人不能关闭</Tag>}
      </p>
      <TextField {...form.at('title')} label="标题" required maxLength={40} width="full" />
      <TextArea
        {...form.at('text')}
        label="内容"
        required
        limit={300}
        hint={
          facts.length > 0
            ? `花括号里的内容发送时自动填入，须保留：${facts.map((fact) => `{${fact}}`).join(' ')}`
            : '这条消息没有自动填入的内容'
        }
      />
      <Row end>
        <Button
          onClick={() => {
            form.setValue('title', shipped.title)
            form.setValue('text', shipped.text)
          }}
        >
          恢复默认文字
        </Button>
        <SubmitButton busy={save.isPending}>保存</SubmitButton>
      </Row>
    </KeptForm>
  )
}
