import {
  type Employment,
  endEmployment,
  listEmployments,
  withdrawEmployment,
} from '@xueshi/contract/people/employments'
import { useState } from 'react'
import { formatInstant } from '../ui/time.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { ApplyForm } from './apply-form.tsx'
import { refreshed } from './refreshed.ts'
import {
  employmentKindText,
  employmentStateText,
  employmentStateTone,
  endReasonText,
  pendingPolicyText,
} from './text.ts'

/** 工作单位: where one works and has worked, and the way to another unit. */
export default function Employments() {
  const read = useRead(listEmployments, {})
  const [applying, setApplying] = useState(false)
  const { items, mayApply = false } = read.data ?? {}
  const holds = items?.some(({ state, kind }) => state === 'confirmed' && kind !== 'partTime')
  return (
    <Page
      title="工作单位"
      lead="更换单位在这里申请，不用回原单位盖章；学时和证书一直跟着您。"
      actions={
        mayApply &&
        !applying && (
          <Button look="primary" onClick={() => setApplying(true)}>
            {holds ? '更换工作单位或申请兼职' : '选择工作单位'}
          </Button>
        )
      }
    >
      {applying && (
        <ApplyForm
          close={() => setApplying(false)}
          formerName={
            items?.find(({ state, kind }) => state === 'confirmed' && kind !== 'partTime')?.unitName
          }
        />
      )}
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : !items ? (
        <Card>
          <Skeleton lines={6} />
        </Card>
      ) : items.length === 0 ? (
        <Card>
          <Empty
            title="还没有工作单位"
            actions={<ButtonLink to={paths.profile()}>填写人员基本信息</ButtonLink>}
          >
            请先在“人员基本信息维护”里填写信息并选择工作单位。
          </Empty>
        </Card>
      ) : (
        items.map((item) => <One key={item.id} item={item} />)
      )}
    </Page>
  )
}

function One({ item }: { item: Employment }) {
  const [asking, setAsking] = useState<'withdraw' | 'leave' | null>(null)
  const close = () => setAsking(null)
  const withdraw = useMove(withdrawEmployment, { refresh: refreshed, done: close })
  const end = useMove(endEmployment, { refresh: refreshed, done: close })
  const params = { id: item.id }
  const { version } = item
  const onError = (error: unknown) => toast(textOf(error), 'error')
  const isLeaving = asking === 'leave'
  return (
    <Card title={item.unitName}>
      <Row>
        <Status tone={employmentStateTone[item.state]}>{employmentStateText[item.state]}</Status>
      </Row>
      {item.unitWaits && (
        <Notice tone="info">该单位的注册还在审核中，通过后才能确认您的申请，届时会通知您。</Notice>
      )}
      {item.transfer && <OnTheWay item={item} />}
      <DefinitionList
        facts={[
          { term: '性质', value: employmentKindText[item.kind] },
          { term: '部门', value: item.departmentName },
          { term: '申请时间', value: formatInstant(item.appliedAt) },
          { term: '开始时间', value: item.startedOn },
          { term: '结束时间', value: item.endedOn },
          { term: '结束原因', value: item.endReason && endReasonText[item.endReason] },
          { term: '未同意的原因', value: item.reason },
          {
            term: '原单位待办的记录',
            value: item.pendingPolicy && pendingPolicyText[item.pendingPolicy],
          },
        ].filter(({ value }) => value !== null)}
      />
      <Row>
        {item.open.includes('withdraw') && (
          <Button onClick={() => setAsking('withdraw')}>撤回申请</Button>
        )}
        {item.open.includes('leave') && (
          <Button onClick={() => setAsking('leave')} aria-label={`结束与${item.unitName}的关系`}>
            结束关系
          </Button>
        )}
      </Row>
      <Confirm
        open={asking !== null}
        close={close}
        title={isLeaving ? `结束与${item.unitName}的关系？` : '撤回这份申请？'}
        verb={isLeaving ? '结束关系' : '撤回申请'}
        danger={isLeaving}
        busy={withdraw.isPending || end.isPending}
        confirm={() =>
          isLeaving
            ? end.mutate({ params, body: { version, reason: 'left' } }, { onError })
            : withdraw.mutate({ params, body: { version } }, { onError })
        }
      >
        <p>
          {isLeaving
            ? '结束后立即生效，单位会收到通知；您的学时和证书不受影响。没有工作单位时不能送审新的记录。'
            : '撤回后您仍是原单位的人员，以后可以重新申请。'}
        </p>
      </Confirm>
    </Card>
  )
}

/** How far the move to this unit is. */
function OnTheWay({ item: { transfer, state } }: { item: Employment }) {
  if (!transfer || (state !== 'applied' && state !== 'accepted')) return null
  const { formerUnitName, dueOn, decideDueOn, officeName, objection } = transfer
  switch (transfer.state) {
    case 'waiting':
      return (
        <Notice tone="info" title={`等待 ${formerUnitName} 办理`}>
          {`原单位可在 ${dueOn} 前提出异议，到期没有答复即视为同意，届时自动转入。`}
        </Notice>
      )
    case 'objected':
      return (
        <Notice tone="warn" title={`${formerUnitName} 提出了异议`}>
          {`理由：${objection ?? ''}。${officeName ?? '人社部门'} 将在 ${decideDueOn ?? ''} 前裁定，到期没有裁定即视为异议不成立。`}
        </Notice>
      )
    case 'released':
      return <Notice tone="info">{`${formerUnitName} 已同意转出，等待新单位确认。`}</Notice>
    default:
      return null
  }
}
