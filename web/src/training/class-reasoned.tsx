import {
  cancelClass,
  copyClass,
  listClasses,
  messageAudiences,
  messageClass,
  readClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { Day } from '@xueshi/contract/shapes'
import { text } from '@xueshi/contract/text'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Row } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'

type Asking = 'copy' | 'message' | 'cancel' | null

/** What a class can be asked for beside its moves: a copy, a message to its people, its end. */
export function ReasonedMoves({ held, reload }: { held: TrainingClass; reload: () => void }) {
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  const { open } = held
  const cancel = useMove(cancelClass, { refresh: [listClasses, readClass] })
  return (
    <Card title="其他办理">
      <Row>
        {open.includes('copy') && (
          <Button icon="file" onClick={() => setAsking('copy')}>
            复制培训班
          </Button>
        )}
        {open.includes('message') && (
          <Button icon="send" onClick={() => setAsking('message')}>
            通知学员
          </Button>
        )}
        {open.includes('cancel') && (
          <Button icon="ban" look="danger" onClick={() => setAsking('cancel')}>
            取消培训班
          </Button>
        )}
      </Row>
      <Dialog open={asking === 'copy'} close={close} title="复制培训班">
        <CopyForm held={held} close={close} />
      </Dialog>
      <Dialog open={asking === 'message'} close={close} title="通知学员">
        <MessageForm held={held} close={close} />
      </Dialog>
      <ReasonDialog
        open={asking === 'cancel'}
        close={close}
        title="取消培训班"
        label="取消原因"
        hint="已报名的学员会看到这段话。"
        verb="取消培训班"
        danger
        warning={
          held.places.applied > 0
            ? `已报名的 ${held.places.applied} 人的报名同时取消，并通知本人。取消后不能恢复。`
            : '取消后不能恢复。'
        }
        decide={async (reason) => {
          await cancel.mutateAsync({
            params: { id: held.id },
            body: { version: held.version, reason },
          })
          toast('已取消，并通知已报名的学员')
          close()
        }}
        refused={whenOvertaken(() => {
          toast('培训班刚刚有变化，请核对后再办理', 'error')
          reload()
          close()
        })}
      />
    </Card>
  )
}

const CopyShape = z.object({ startsOn: Day })

function CopyForm({ held, close }: { held: TrainingClass; close: () => void }) {
  const go = useGo()
  const copy = useMove(copyClass, { refresh: [listClasses] })
  const form = useFormOf(CopyShape, { start: {} })
  return (
    <Form
      form={form}
      label="复制培训班"
      submit={async (body) => {
        const made = await copy.mutateAsync({ params: { id: held.id }, body })
        toast('已复制为草稿，各项日期已顺延')
        close()
        go(paths.class(made.id))
      }}
    >
      <p>
        内容相同，报名、上课的日期按新的开班日期顺延；换到另一年度的，改用该年度已备案的同名课程。
      </p>
      <DateField {...form.at('startsOn')} label="新的开班日期" required />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>复制</SubmitButton>
      </Row>
    </Form>
  )
}

const MessageShape = z.object({
  to: z.enum(messageAudiences),
  text: text({ min: 1, max: 500, lines: true }),
})
const audienceText = {
  confirmed: '已录取的学员',
  waitlisted: '候补的学员',
  applied: '待确认的学员',
  all: '所有已报名的学员',
} as const

function MessageForm({ held, close }: { held: TrainingClass; close: () => void }) {
  const send = useMove(messageClass, { refresh: [readClass] })
  const form = useFormOf(MessageShape, { start: { to: 'confirmed', text: '' } })
  return (
    <Form
      form={form}
      label="通知学员"
      submit={async (body) => {
        await send.mutateAsync({ params: { id: held.id }, body })
        toast('已发送')
        close()
      }}
    >
      <Select
        {...form.at('to')}
        label="发给"
        required
        options={messageAudiences.map((value) => ({ value, text: audienceText[value] }))}
      />
      <TextArea
        {...form.at('text')}
        label="通知内容"
        hint="发到学员的“消息”，培训班名称会自动写在前面。"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>发送</SubmitButton>
      </Row>
    </Form>
  )
}
