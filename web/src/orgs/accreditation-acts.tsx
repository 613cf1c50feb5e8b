import {
  type Accreditation,
  approveAccreditation,
  liftAccreditation,
  listAccreditations,
  passAccreditation,
  readAccreditation,
  refuseAccreditation,
  returnAccreditation,
  revokeAccreditation,
  suspendAccreditation,
} from '@xueshi/contract/orgs/accreditations'
import { addDays } from '@xueshi/contract/year'
import type { CallError } from '../call.ts'
import { useMove } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { DateField } from '../ui/date-field.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'

const refresh = [readAccreditation, listAccreditations]

/** What an office does to an accreditation, in the order of its buttons. */
export const acts = {
  pass: { verb: '初审通过', done: '已转省人社部门批准' },
  approve: { verb: '批准', done: '已批准，机构会收到通知' },
  return: { verb: '退回', label: '退回原因', done: '已退回，机构会看到原因' },
  refuse: { verb: '不予认定', label: '不予认定的原因', done: '机构会收到通知' },
  suspend: { verb: '暂停', label: '暂停原因', done: '已暂停，机构会收到通知' },
  lift: { verb: '恢复', label: '恢复说明', done: '已恢复，机构会收到通知' },
  revoke: { verb: '撤销', label: '撤销原因', done: '已撤销，机构会收到通知' },
} as const
export type AccreditationAct = keyof typeof acts
export const actNames = Object.keys(acts) as AccreditationAct[] // its own keys

const reasoned = {
  return: returnAccreditation,
  refuse: refuseAccreditation,
  suspend: suspendAccreditation,
  lift: liftAccreditation,
  revoke: revokeAccreditation,
} as const

interface ActProps {
  item: Accreditation
  close: () => void
  done: () => void
  refused: (error: CallError) => boolean
}

/** The dialog of whichever act was chosen. */
export function AccreditationActs({
  item,
  act,
  close,
  reload,
}: {
  item: Accreditation
  act: AccreditationAct | null
  close: () => void
  reload: () => void
}) {
  const refused = whenOvertaken((error) => {
    close()
    toast(textOf(error), 'error')
    reload()
  })
  const done = () => {
    if (act) toast(acts[act].done)
    close()
  }
  const given = { item, close, done, refused }
  return (
    <Dialog open={act !== null} close={close} title={act ? `${acts[act].verb}机构资质` : ''}>
      {act === 'pass' ? (
        <Pass {...given} />
      ) : act === 'approve' ? (
        <Approve {...given} />
      ) : (
        act && <Reason key={act} {...given} name={act} />
      )}
    </Dialog>
  )
}

function Buttons({ verb, busy, close }: { verb: string; busy: boolean; close: () => void }) {
  return (
    <Row end>
      <Button onClick={close}>取消</Button>
      <SubmitButton busy={busy}>{verb}</SubmitButton>
    </Row>
  )
}

function Pass({ item, close, done, refused }: ActProps) {
  const send = useMove(passAccreditation, { refresh })
  const form = useFormOf(passAccreditation.parts.body, {
    start: { version: item.version, opinion: '' },
  })
  return (
    <Form
      form={form}
      label="初审通过"
      refused={refused}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: item.id }, body })
        done()
      }}
    >
      <TextArea
        {...form.at('opinion')}
        label="初审意见"
        hint="核查的情况和结论，省人社部门和机构会看到"
        required
        limit={500}
      />
      <Buttons verb="初审通过" busy={send.isPending} close={close} />
    </Form>
  )
}

function Approve({ item, close, done, refused }: ActProps) {
  const today = useSession()?.site.today ?? ''
  const send = useMove(approveAccreditation, { refresh })
  const form = useFormOf(approveAccreditation.parts.body, {
    start: {
      version: item.version,
      validTo: today && addDays(`${Number(today.slice(0, 4)) + 3}${today.slice(4)}`, -1),
    },
  })
  return (
    <Form
      form={form}
      label="批准"
      refused={refused}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: item.id }, body })
        done()
      }}
    >
      <p>
        批准后即发给资质编号，列入施教机构名录；原有的资质同时换证。单位的管理员可以切换到施教业务。
      </p>
      <DateField {...form.at('validTo')} label="有效期至" hint="一般三年，最长五年" required />
      <Buttons verb="批准" busy={send.isPending} close={close} />
    </Form>
  )
}

function Reason({ item, close, done, refused, name }: ActProps & { name: keyof typeof reasoned }) {
  const endpoint = reasoned[name]
  const { verb, label } = acts[name]
  const send = useMove(endpoint, { refresh })
  const form = useFormOf(endpoint.parts.body, { start: { version: item.version, reason: '' } })
  return (
    <Form
      form={form}
      label={verb}
      refused={refused}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: item.id }, body })
        done()
      }}
    >
      <TextArea {...form.at('reason')} label={label} hint="机构会看到这段话" required limit={500} />
      <Buttons verb={verb} busy={send.isPending} close={close} />
    </Form>
  )
}
