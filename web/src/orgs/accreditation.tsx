import {
  type Accreditation,
  readOwnAccreditations,
  withdrawAccreditation,
} from '@xueshi/contract/orgs/accreditations'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { DateRange } from '../ui/dates.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { AccreditationFacts } from './accreditation-facts.tsx'
import { AccreditationFormCard } from './accreditation-form.tsx'
import { PaperList } from './paper-list.tsx'
import { accreditationStateText, accreditationStateTone } from './text.ts'

const waiting = ['applied', 'reviewed', 'returned'] as const
const standing = ['accredited', 'suspended'] as const
const isIn = (states: readonly string[], { state }: Accreditation) => states.includes(state)

/** 机构资质: what the unit may teach, until when, and how it asks to. */
export default function OwnAccreditation() {
  const read = useRead(readOwnAccreditations, {})
  return (
    <Page
      title="机构资质"
      lead="施教机构资质由所在市人社部门初审、省人社部门批准，有效期内可以备案课程、举办培训班。"
    >
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : read.data ? (
        <Standing items={read.data.items} mayApply={read.data.mayApply} />
      ) : (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
    </Page>
  )
}

function Standing({ items, mayApply }: { items: Accreditation[]; mayApply: boolean }) {
  const [form, setForm] = useState<'apply' | 'resubmit' | null>(null)
  const inForce = items.find((item) => isIn(standing, item))
  const underWay = items.find((item) => isIn(waiting, item))
  const past = items.filter((item) => item !== inForce && item !== underWay)
  const close = () => setForm(null)
  return (
    <>
      {inForce && <InForce item={inForce} />}
      {underWay && form === null && (
        <UnderWay item={underWay} correct={() => setForm('resubmit')} />
      )}
      {!inForce && !underWay && form === null && (
        <Card>
          <Empty title="本单位还没有有效的施教机构资质">
            {mayApply
              ? '请准备好办学条件的证明材料，由管理员在这里申请。'
              : '请由本单位的管理员在这里申请。'}
          </Empty>
        </Card>
      )}
      {mayApply && form === null && (
        <Row>
          <Button look="primary" onClick={() => setForm('apply')}>
            {inForce ? '申请换证' : '申请施教机构资质'}
          </Button>
        </Row>
      )}
      {form === 'apply' && (
        <AccreditationFormCard former={inForce ?? past[0] ?? null} returned={null} close={close} />
      )}
      {form === 'resubmit' && underWay && (
        <AccreditationFormCard former={underWay} returned={underWay} close={close} />
      )}
      {past.length > 0 && <Past items={past} />}
    </>
  )
}

function InForce({ item }: { item: Accreditation }) {
  return (
    <Card title="现有资质">
      <p>
        <Status tone={accreditationStateTone[item.state]}>
          {accreditationStateText[item.state]}
        </Status>
      </p>
      {item.state === 'suspended' && (
        <Notice tone="warn" title="资质已暂停">
          <p>{`原因：${item.reason ?? ''}`}</p>
          <p>暂停期间不能提交新的课程和培训班，已经开始的不受影响。</p>
        </Notice>
      )}
      <AccreditationFacts item={item} />
    </Card>
  )
}

function UnderWay({ item, correct }: { item: Accreditation; correct: () => void }) {
  const [withdrawing, setWithdrawing] = useState(false)
  return (
    <Card title="办理中的申请">
      <p>
        <Status tone={accreditationStateTone[item.state]}>
          {accreditationStateText[item.state]}
        </Status>
      </p>
      {item.state === 'returned' && (
        <Notice tone="warn" title="申请被退回">
          <p>{`原因：${item.reason ?? ''}`}</p>
          <p>请修改后重新提交。</p>
        </Notice>
      )}
      <AccreditationFacts item={item} />
      <PaperList papers={item.papers} />
      <Row>
        {item.open.includes('resubmit') && (
          <Button look="primary" onClick={correct}>
            修改申请
          </Button>
        )}
        {item.open.includes('withdraw') && (
          <Button onClick={() => setWithdrawing(true)}>撤回申请</Button>
        )}
      </Row>
      <Withdraw item={item} open={withdrawing} close={() => setWithdrawing(false)} />
    </Card>
  )
}

function Withdraw({
  item,
  open,
  close,
}: {
  item: Accreditation
  open: boolean
  close: () => void
}) {
  const send = useMove(withdrawAccreditation, { refresh: [readOwnAccreditations] })
  const confirm = () =>
    send.mutate(
      { params: { id: item.id }, body: { version: item.version } },
      {
        onSuccess: () => toast('已撤回申请'),
        onError: (error) => toast(textOf(error), 'error'),
        onSettled: close,
      },
    )
  return (
    <Confirm
      open={open}
      close={close}
      title="撤回资质申请？"
      verb="撤回申请"
      busy={send.isPending}
      confirm={confirm}
    >
      <p>撤回后可以重新申请；现有的资质不受影响。</p>
    </Confirm>
  )
}

function Past({ items }: { items: Accreditation[] }) {
  return (
    <Card title="以往记录">
      <Table
        caption="以往的资质与申请"
        rows={items}
        keyOf={({ id }) => id}
        empty={null}
        columns={[
          {
            head: '状态',
            title: true,
            tight: true,
            cell: ({ state }) => (
              <Status tone={accreditationStateTone[state]}>{accreditationStateText[state]}</Status>
            ),
          },
          { head: '资质编号', tight: true, cell: ({ number }) => number ?? '—' },
          {
            head: '有效期',
            tight: true,
            cell: ({ validFrom, validTo }) =>
              validFrom ? <DateRange from={validFrom} to={validTo} /> : '—',
          },
          { head: '申请时间', tight: true, cell: ({ appliedAt }) => formatInstant(appliedAt) },
          { head: '原因', cell: ({ reason }) => reason ?? '—' },
        ]}
      />
    </Card>
  )
}
