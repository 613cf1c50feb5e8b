import {
  approveChange,
  type ChangeReview,
  listChanges,
  readChange,
  refuseChange,
} from '@xueshi/contract/orgs/changes'
import { useState } from 'react'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { ChangeTable } from './change-table.tsx'
import { PaperList } from './paper-list.tsx'
import { changeStateText, changeStateTone } from './text.ts'

const refresh = [listChanges, readChange]
const back = { to: paths.unitChanges(), text: '变更申请' }

/** One 变更申请: old beside new, what shows it, and the decision. */
export default function ReviewChange() {
  const id = usePathParam('id')
  const read = useRead(readChange, { params: { id } })
  if (read.data)
    return <OpenChange key={read.data.id} change={read.data} reload={() => void read.refetch()} />
  return (
    <Page title="变更申请" back={back}>
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function OpenChange({ change, reload }: { change: ChangeReview; reload: () => void }) {
  const go = useGo()
  const [asking, setAsking] = useState<'approve' | 'refuse' | null>(null)
  const close = () => setAsking(null)
  const approve = useMove(approveChange, { refresh })
  const refuse = useMove(refuseChange, { refresh })
  const decided = (words: string) => {
    toast(words)
    go(paths.unitChanges())
  }
  const overtaken = (error: CallError) => {
    close()
    toast(textOf(error), 'error')
    reload()
  }
  const params = { id: change.id }
  const { version } = change
  const confirm = () =>
    approve.mutate(
      { params, body: { version } },
      { onSuccess: () => decided('已同意变更'), onError: overtaken },
    )
  return (
    <Page title={`变更申请：${change.former.name}`} back={back}>
      <p>
        <Status tone={changeStateTone[change.state]}>{changeStateText[change.state]}</Status>
      </p>
      <Card
        title="变更内容"
        actions={<ButtonLink to={paths.managedUnit(change.unitId)}>查看单位</ButtonLink>}
      >
        <ChangeTable change={change} />
        <DefinitionList
          facts={[
            { term: '变更原因', value: change.reason, wide: true },
            { term: '申请人', value: change.byName },
            { term: '申请时间', value: formatInstant(change.at) },
            { term: '办理时间', value: change.decidedAt && formatInstant(change.decidedAt) },
            { term: '不同意的原因', value: change.decisionReason, wide: true },
          ]}
        />
      </Card>
      <Card title="证明材料">
        <PaperList papers={change.papers} />
      </Card>
      {change.open.includes('approve') && (
        <FormActions>
          <Button look="primary" onClick={() => setAsking('approve')}>
            同意变更
          </Button>
          <Button onClick={() => setAsking('refuse')}>不同意</Button>
        </FormActions>
      )}
      <Confirm
        open={asking === 'approve'}
        close={close}
        title="同意这项变更？"
        verb="同意变更"
        busy={approve.isPending}
        confirm={confirm}
      >
        <p>{`${change.former.name} 的信息随即更新，单位和名称有变更时的在册人员都会收到通知。`}</p>
      </Confirm>
      <Dialog open={asking === 'refuse'} close={close} title="不同意变更">
        {asking === 'refuse' && (
          <Refuse
            version={version}
            close={close}
            overtaken={overtaken}
            busy={refuse.isPending}
            send={async (body) => {
              await refuse.mutateAsync({ params, body })
              decided('没有同意变更，单位会看到原因')
            }}
          />
        )}
      </Dialog>
    </Page>
  )
}

function Refuse({
  version,
  send,
  close,
  overtaken,
  busy,
}: {
  version: number
  send: (body: { version: number; reason: string }) => Promise<void>
  close: () => void
  overtaken: (error: CallError) => void
  busy: boolean
}) {
  const form = useFormOf(refuseChange.parts.body, { start: { version, reason: '' } })
  return (
    <Form form={form} label="不同意变更" submit={send} refused={whenOvertaken(overtaken)}>
      <TextArea
        {...form.at('reason')}
        label="不同意的原因"
        hint="单位会看到这段话"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={busy}>不同意</SubmitButton>
      </Row>
    </Form>
  )
}
