import {
  closeUnit,
  grantHosting,
  liftUnit,
  suspendUnit,
  withdrawHosting,
} from '@xueshi/contract/orgs/registry'
import { rejectUnit, type UnitReview } from '@xueshi/contract/orgs/reviews'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { type Act, type ActProps, refresh } from './managed-act.ts'
import { AbsorbForm, CorrectForm, HandOverForm } from './managed-forms.tsx'

/** The dialog of whichever act was chosen. */
export function ManagedActs({
  unit,
  act,
  close,
  reload,
}: {
  unit: UnitReview
  act: Act | null
  close: () => void
  reload: () => void
}) {
  const done = (words: string) => {
    toast(words)
    close()
  }
  const refused = whenOvertaken((error) => {
    close()
    toast(textOf(error), 'error')
    reload()
  })
  const given = { unit, close, done, refused }
  const open = (name: Act) => ({ open: act === name, close })
  return (
    <>
      <Dialog {...open('correct')} title="更正单位信息" wide>
        {act === 'correct' && <CorrectForm {...given} />}
      </Dialog>
      <Dialog {...open('handOver')} title="移交单位管理员" wide>
        {act === 'handOver' && <HandOverForm {...given} />}
      </Dialog>
      <Dialog {...open('absorb')} title="并入其他单位" wide>
        {act === 'absorb' && <AbsorbForm {...given} />}
      </Dialog>
      <Dialog {...open('reject')} title="不予注册">
        {act === 'reject' && <ReasonForm {...given} name="reject" />}
      </Dialog>
      <Dialog {...open('grantHosting')} title="认定人才服务机构">
        {act === 'grantHosting' && <ReasonForm {...given} name="grantHosting" />}
      </Dialog>
      <Dialog {...open('withdrawHosting')} title="取消人才服务机构认定">
        {act === 'withdrawHosting' && <ReasonForm {...given} name="withdrawHosting" />}
      </Dialog>
      <Dialog {...open('suspend')} title="暂停办理业务">
        {act === 'suspend' && <ReasonForm {...given} name="suspend" />}
      </Dialog>
      <Dialog {...open('lift')} title="恢复办理业务">
        {act === 'lift' && <ReasonForm {...given} name="lift" />}
      </Dialog>
      <Dialog {...open('close')} title="注销单位">
        {act === 'close' && <ReasonForm {...given} name="close" />}
      </Dialog>
    </>
  )
}

const reasons = {
  grantHosting: {
    endpoint: grantHosting,
    label: '认定说明',
    verb: '认定',
    lead: '认定后，自由职业、待业、退休等没有工作单位的人员可以挂靠在这个单位。',
    done: '已认定，单位会收到通知',
  },
  withdrawHosting: {
    endpoint: withdrawHosting,
    label: '取消认定的原因',
    verb: '取消认定',
    lead: '取消后不再接受新的挂靠，已挂靠的人员不受影响。',
    done: '已取消认定，单位会收到通知',
  },
  reject: {
    endpoint: rejectUnit,
    label: '不予注册的原因',
    verb: '不予注册',
    lead: '注册到此结束，不能恢复：员工账号停用，代码可以由其他人重新注册，已选择该单位的人员会收到通知。只需要修改的，请退回。',
    done: '已不予注册，经办人会收到原因',
  },
  suspend: {
    endpoint: suspendUnit,
    label: '暂停原因',
    verb: '暂停',
    lead: '暂停后，单位的员工可以登录查看，但不能确认人员、审核学时；人员不能再选择这个单位。',
    done: '已暂停，单位员工会收到通知',
  },
  lift: {
    endpoint: liftUnit,
    label: '恢复说明',
    verb: '恢复',
    lead: '恢复后，单位可以照常办理业务。',
    done: '已恢复，单位员工会收到通知',
  },
  close: {
    endpoint: closeUnit,
    label: '注销原因',
    verb: '注销',
    lead: '注销后不能恢复：全部员工账号停用，在册人员与单位的关系结束并收到通知，须另选工作单位；已有的记录都保留。',
    done: '已注销，有关人员会收到通知',
  },
} as const

function ReasonForm({
  unit,
  close,
  done,
  refused,
  name,
}: ActProps & { name: keyof typeof reasons }) {
  const { endpoint, label, verb, lead, done: words } = reasons[name]
  const send = useMove(endpoint, { refresh })
  const form = useFormOf(endpoint.parts.body, { start: { version: unit.version, reason: '' } })
  return (
    <Form
      form={form}
      label={verb}
      refused={refused}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: unit.id }, body })
        done(words)
      }}
    >
      <p>{lead}</p>
      <TextArea {...form.at('reason')} label={label} hint="单位会看到这段话" required limit={500} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>{verb}</SubmitButton>
      </Row>
    </Form>
  )
}
