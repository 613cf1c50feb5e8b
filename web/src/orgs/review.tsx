import {
  approveUnit,
  listUnitReviews,
  type Lookalike,
  mergeUnit,
  readUnit,
  rejectUnit,
  returnUnit,
  type UnitReview,
} from '@xueshi/contract/orgs/reviews'
import { useState } from 'react'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status, Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { LicenceView } from './licence-view.tsx'
import { levelText, unitStateText, unitStateTone } from './text.ts'
import { UnitFacts } from './unit-facts.tsx'
import { UnitTimeline } from './unit-timeline.tsx'

const refresh = [listUnitReviews, readUnit]
const back = { to: paths.unitReviews(), text: '单位审核' }

/** One unit that waits: its facts, its scan, those it may be confused with, and the decision. */
export default function ReviewUnit() {
  const id = usePathParam('id')
  const read = useRead(readUnit, { params: { id } })
  const unit = read.data
  if (!unit)
    return (
      <Page title="单位审核" back={back}>
        {read.error ? (
          <Failed error={read.error} retry={() => void read.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  return <OpenUnit key={unit.id} unit={unit} reload={() => void read.refetch()} />
}

type Asking =
  | { act: 'approve' }
  | { act: 'return' }
  | { act: 'reject' }
  | { act: 'merge'; into: Lookalike }

function OpenUnit({ unit, reload }: { unit: UnitReview; reload: () => void }) {
  const go = useGo()
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  const decided = (words: string) => {
    toast(words)
    go(paths.unitReviews())
  }
  const overtaken = (error: CallError) => {
    close()
    toast(textOf(error), 'error')
    reload()
  }
  const decision = { unit, close, decided, overtaken }
  return (
    <Page title={unit.name} back={back}>
      <p>
        <Status tone={unitStateTone[unit.state]}>{unitStateText[unit.state]}</Status>
      </p>
      {unit.open.length === 0 && (
        <Notice>
          {unit.state === 'submitted'
            ? '您是这个单位的员工，不能审核它，请由其他人员办理。'
            : '这个单位现在不需要您审核。'}
        </Notice>
      )}
      <LastReturn unit={unit} />
      <Card title="单位信息">
        <UnitFacts unit={unit} />
        <p>{`经办人：${unit.staff.map(({ name, level }) => `${name}（${levelText[level]}）`).join('、') || '无'}`}</p>
      </Card>
      <Card title="营业执照或法人证书">
        {unit.licence ? <LicenceView licence={unit.licence} /> : <p>没有上传扫描件。</p>}
      </Card>
      {unit.state === 'submitted' && (
        <Card title="可能重复的单位">
          <Lookalikes unit={unit} merge={(into) => setAsking({ act: 'merge', into })} />
        </Card>
      )}
      <UnitTimeline events={unit.timeline} />
      {unit.open.includes('approve') && (
        <FormActions>
          <Button look="primary" onClick={() => setAsking({ act: 'approve' })}>
            通过
          </Button>
          <Button onClick={() => setAsking({ act: 'return' })}>退回</Button>
          <Button onClick={() => setAsking({ act: 'reject' })}>不予注册</Button>
        </FormActions>
      )}
      <Approve open={asking?.act === 'approve'} {...decision} />
      <Merge into={asking?.act === 'merge' ? asking.into : null} {...decision} />
      <Dialog open={asking?.act === 'return'} close={close} title="退回单位注册">
        {asking?.act === 'return' && <ReturnForm {...decision} />}
      </Dialog>
      <Dialog open={asking?.act === 'reject'} close={close} title="不予注册">
        {asking?.act === 'reject' && <RejectForm {...decision} />}
      </Dialog>
    </Page>
  )
}

/** What the office asked for when it sent the registration back: that is looked at first. */
function LastReturn({ unit }: { unit: UnitReview }) {
  const last = unit.timeline.find(({ act }) => act === 'return')
  if (!last || unit.state !== 'submitted') return null
  return (
    <Notice tone="warn" title={`${formatInstant(last.at)} 曾退回，现重新提交`}>
      <p>{`上次退回的原因：${last.reason ?? ''}`}</p>
    </Notice>
  )
}

function Lookalikes({ unit, merge }: { unit: UnitReview; merge: (into: Lookalike) => void }) {
  return (
    <Table
      caption="可能重复的单位"
      rows={unit.lookalikes}
      keyOf={(row) => row.id}
      empty={<Empty icon="check" title="没有发现代码相同或名称相近的单位" />}
      columns={[
        { head: '单位名称', title: true, cell: (row) => row.name },
        { head: '统一社会信用代码', cell: (row) => row.code },
        { head: '所在地区', cell: (row) => row.regionPath },
        { head: '状态', tight: true, cell: (row) => unitStateText[row.state] },
        {
          head: '相同之处',
          tight: true,
          cell: (row) => <Tag>{row.sameCode ? '代码相同' : '名称相近'}</Tag>,
        },
        {
          head: '操作',
          tight: true,
          cell: (row) =>
            row.takes && unit.open.includes('merge') ? (
              <Button look="quiet" onClick={() => merge(row)} aria-label={`并入 ${row.name}`}>
                并入
              </Button>
            ) : (
              '—'
            ),
        },
      ]}
    />
  )
}

interface Decision {
  unit: UnitReview
  close: () => void
  decided: (words: string) => void
  overtaken: (error: CallError) => void
}

function Approve({ open, unit, close, decided, overtaken }: Decision & { open: boolean }) {
  const send = useMove(approveUnit, { refresh })
  const confirm = () =>
    send.mutate(
      { params: { id: unit.id }, body: { version: unit.version } },
      { onSuccess: () => decided(`已通过 ${unit.name}`), onError: overtaken },
    )
  return (
    <Confirm
      open={open}
      close={close}
      title="通过这个单位的注册？"
      verb="通过"
      busy={send.isPending}
      confirm={confirm}
    >
      <p>{unit.name}</p>
      <p>通过后，单位即可确认人员、审核学时；已选择该单位的人员会收到通知。</p>
    </Confirm>
  )
}

function Merge({ into, unit, close, decided, overtaken }: Decision & { into: Lookalike | null }) {
  const send = useMove(mergeUnit, { refresh })
  const confirm = () =>
    into &&
    send.mutate(
      { params: { id: unit.id }, body: { version: unit.version, intoId: into.id } },
      { onSuccess: () => decided(`已并入 ${into.name}`), onError: overtaken },
    )
  return (
    <Confirm
      open={into !== null}
      close={close}
      title="并入已有单位？"
      verb="并入"
      danger
      busy={send.isPending}
      confirm={confirm}
    >
      <p>{`${unit.name} 将并入 ${into?.name ?? ''}。`}</p>
      <p>
        并入后不能恢复：经办人改为向该单位申请加入，由其管理员决定；已选择本单位的人员改为由该单位确认。
      </p>
    </Confirm>
  )
}

function ReturnForm({ unit, close, decided, overtaken }: Decision) {
  const send = useMove(returnUnit, { refresh })
  const start = { version: unit.version, reason: '' }
  const form = useFormOf(returnUnit.parts.body, { start })
  return (
    <Form
      form={form}
      label="退回"
      submit={async (body) => {
        await send.mutateAsync({ params: { id: unit.id }, body })
        decided('已退回，经办人会看到原因')
      }}
      refused={whenOvertaken(overtaken)}
    >
      <TextArea
        {...form.at('reason')}
        label="退回原因"
        hint="写明哪一项需要怎样修改，经办人会看到这段话"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>退回</SubmitButton>
      </Row>
    </Form>
  )
}

function RejectForm({ unit, close, decided, overtaken }: Decision) {
  const send = useMove(rejectUnit, { refresh })
  const start = { version: unit.version, reason: '' }
  const form = useFormOf(rejectUnit.parts.body, { start })
  return (
    <Form
      form={form}
      label="不予注册"
      submit={async (body) => {
        await send.mutateAsync({ params: { id: unit.id }, body })
        decided(`已不予注册 ${unit.name}`)
      }}
      refused={whenOvertaken(overtaken)}
    >
      <p>
        注册到此结束，不能恢复：员工账号停用，代码可以重新注册，已选择该单位的人员会收到通知。只需要修改的，请退回。
      </p>
      <TextArea
        {...form.at('reason')}
        label="不予注册的原因"
        hint="经办人会看到这段话"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>不予注册</SubmitButton>
      </Row>
    </Form>
  )
}
