import {
  askChange,
  readOwnChange,
  standingIssues,
  type UnitChange,
  withdrawChange,
} from '@xueshi/contract/orgs/changes'
import { addPaper, listPapers, removePaper } from '@xueshi/contract/orgs/papers'
import { readOwnUnit, type Unit } from '@xueshi/contract/orgs/units'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { Notice } from '../ui/notice.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { ChangeTable } from './change-table.tsx'
import { PaperField } from './paper-field.tsx'
import { PaperList } from './paper-list.tsx'
import { changeStateText, changeStateTone } from './text.ts'
import { StandingFields, standingOf } from './unit-fields.tsx'

const refresh = [readOwnChange, readOwnUnit, listPapers]

/** 变更申请: name, code, nature and region change when the office agrees. */
export function UnitChangeCard({ unit }: { unit: Unit }) {
  const read = useRead(readOwnChange, {})
  const [asking, setAsking] = useState(false)
  const [withdrawing, setWithdrawing] = useState<UnitChange | null>(null)
  const change = read.data?.change
  const mayAsk = unit.open.includes('askChange') && change?.state !== 'requested'
  return (
    <Card title="变更申请">
      <p>{`单位名称、统一社会信用代码、单位性质和所在地区有变更的，由${unit.office ?? '人社部门'}审核后生效。`}</p>
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : read.isPending ? (
        <Skeleton lines={3} />
      ) : (
        change && <LastChange change={change} withdraw={() => setWithdrawing(change)} />
      )}
      {mayAsk && (
        <Row>
          <Button icon="pencil" onClick={() => setAsking(true)}>
            申请变更
          </Button>
        </Row>
      )}
      <Dialog open={asking} close={() => setAsking(false)} title="申请变更单位信息" wide>
        {asking && <AskChange unit={unit} close={() => setAsking(false)} />}
      </Dialog>
      <Withdraw change={withdrawing} close={() => setWithdrawing(null)} />
    </Card>
  )
}

function LastChange({ change, withdraw }: { change: UnitChange; withdraw: () => void }) {
  return (
    <>
      <p>
        <Status tone={changeStateTone[change.state]}>{changeStateText[change.state]}</Status>{' '}
        {`${change.byName} 于 ${formatInstant(change.at)} 提交`}
      </p>
      {change.decisionReason && <Notice tone="warn">{`原因：${change.decisionReason}`}</Notice>}
      <ChangeTable change={change} />
      <PaperList papers={change.papers} />
      {change.open.includes('withdraw') && (
        <Row>
          <Button onClick={withdraw}>撤回申请</Button>
        </Row>
      )}
    </>
  )
}

function AskChange({ unit, close }: { unit: Unit; close: () => void }) {
  const list = useRead(listPapers, { query: { purpose: 'change' } })
  const place = useMove(addPaper)
  const remove = useMove(removePaper, { refresh: [listPapers] })
  const send = useMove(askChange, { refresh })
  const paperIds: string[] = []
  const form = useFormOf(askChange.parts.body, {
    start: { version: unit.version, ...standingOf(unit), reason: '', paperIds },
    rules: (wanted) => standingIssues(wanted, unit),
  })
  const forget = useKept(form, `unit-change:${unit.id}:${unit.version}`)
  return (
    <Form
      form={form}
      label="申请变更单位信息"
      submit={async (body) => {
        await send.mutateAsync({ body })
        forget()
        toast('变更申请已提交，请等待审核')
        close()
      }}
    >
      <StandingFields at={form.at} />
      <TextArea {...form.at('reason')} label="变更原因" required limit={500} />
      <PaperField
        {...form.at('paperIds')}
        label="证明材料"
        hint="变更通知书、新的营业执照或法人证书等，PDF、JPG 或 PNG，每份不超过 10 MB"
        required
        papers={{
          items: list.data?.items ?? [],
          place: (body) => place.mutateAsync({ body: { ...body, purpose: 'change' } }),
          remove: (id) => remove.mutateAsync({ params: { id } }),
          reload: () => list.refetch(),
        }}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>提交变更申请</SubmitButton>
      </Row>
    </Form>
  )
}

function Withdraw({ change, close }: { change: UnitChange | null; close: () => void }) {
  const send = useMove(withdrawChange, { refresh })
  const confirm = () =>
    change &&
    send.mutate(
      { body: { version: change.version } },
      {
        onSuccess: () => toast('已撤回变更申请'),
        onError: (error) => toast(textOf(error), 'error'),
        onSettled: close,
      },
    )
  return (
    <Confirm
      open={change !== null}
      close={close}
      title="撤回变更申请？"
      verb="撤回申请"
      busy={send.isPending}
      confirm={confirm}
    >
      <p>撤回后，单位信息保持不变；需要时可以重新申请。</p>
    </Confirm>
  )
}
