import {
  Admission,
  listClasses,
  mostPlaces,
  readClass,
  resizeClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { listTrainees } from '@xueshi/contract/training/confirmations'
import { text } from '@xueshi/contract/text'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import * as z from 'zod/mini'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Row } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { ResizeEffect } from './resize-effect.tsx'

const Shape = z.object({
  plan: z.int().check(z.gte(1), z.lte(mostPlaces)),
  units: Admission.shape.units,
  reason: z.nullable(text({ min: 1, max: 500 })),
})

interface ResizeProps {
  held: TrainingClass
  close: () => void
  reload: () => void
}

/** 调整招生人数: says who is affected, and nobody who has a place loses it without being named. */
export function ResizeDialog({ held, close, reload }: ResizeProps) {
  const { id, version, places, admission } = held
  const [displaced, setDisplaced] = useState<ReadonlyMap<string, string>>(new Map())
  const resize = useMove(resizeClass, { refresh: [readClass, listTrainees, listClasses] })
  const form = useFormOf(Shape, {
    start: {
      plan: places.plan,
      units: admission.units.map(({ unitId, kept, released }) => ({
        unitId,
        kept: kept - released,
      })),
      reason: null,
    },
  })
  const [plan, units] = useWatch({ control: form.control, name: ['plan', 'units'] })
  const over = places.confirmed - (Number.isInteger(plan) ? plan : places.plan)
  const left = over - displaced.size
  return (
    <Dialog open close={close} title="调整招生人数" wide>
      <Form
        form={form}
        label="调整招生人数"
        submit={async (values) => {
          const body = { ...values, version, displaced: over > 0 ? [...displaced.keys()] : [] }
          await resize.mutateAsync({ params: { id }, body })
          toast('已调整招生人数')
          close()
        }}
        refused={whenOvertaken((error) => {
          toast(textOf(error), 'error')
          reload()
          close()
        })}
      >
        <NumberField {...form.at('plan')} label="拟招人数" required unit="人" />
        {admission.units.map(({ unitId, name }, at) => (
          <NumberField
            key={unitId}
            {...form.at(`units.${at}.kept`)}
            label={`为“${name}”保留`}
            hint={held.keptEnded ? '报名已截止，不能再增加' : '保留至报名截止'}
            required
            unit="人"
          />
        ))}
        {over > 0 ? (
          <>
            <Notice
              tone="warn"
              title={`已录取 ${places.confirmed} 人，请选择转为候补的 ${over} 人`}
            >
              {`还需选择 ${Math.max(0, left)} 人。转为候补的人排在候补最前，并会看到原因。`}
            </Notice>
            <Displaced classId={id} displaced={displaced} change={setDisplaced} />
            <TextArea {...form.at('reason')} label="原因" required limit={500} emptyIsNull />
          </>
        ) : (
          <ResizeEffect held={held} wanted={{ plan, units }} />
        )}
        <Row end>
          <Button onClick={close}>取消</Button>
          <SubmitButton unavailable={over > 0 && unevenText(left)}>调整</SubmitButton>
        </Row>
      </Form>
    </Dialog>
  )
}

/** Exactly as many give up their place as have to: one more would have it again at once. */
function unevenText(left: number): string | false {
  if (left === 0) return false
  return left > 0 ? `还需选择 ${left} 人` : `多选了 ${-left} 人`
}

/** Those who have a place, a page at a time; who is ticked stays ticked on the others. */
function Displaced({
  classId,
  displaced,
  change,
}: {
  classId: string
  displaced: ReadonlyMap<string, string>
  change: (displaced: ReadonlyMap<string, string>) => void
}) {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const after = cursors.at(-1)
  const list = useRead(
    listTrainees,
    { params: { id: classId }, query: { state: 'confirmed', ...(after && { after }) } },
    { keep: true },
  )
  const rows = list.data?.items ?? []
  const tick = (ids: ReadonlySet<string>) => {
    const next = new Map(displaced)
    for (const { id, name } of rows)
      if (ids.has(id)) next.set(id, name)
      else next.delete(id)
    change(next)
  }
  if (list.error) return <Failed error={list.error} retry={() => void list.refetch()} />
  const next = list.data?.next
  return (
    <>
      <Table
        caption="已录取的人员"
        rows={list.data?.items}
        keyOf={(row) => row.id}
        selection={{ chosen: new Set(displaced.keys()), change: tick, nameOf: (row) => row.name }}
        columns={[
          { head: '报名序号', align: 'end', tight: true, cell: (row) => row.number },
          { head: '姓名', title: true, tight: true, cell: (row) => row.name },
          { head: '工作单位', cell: (row) => row.unitName },
        ]}
        empty={<Empty title="没有已录取的人员" />}
      />
      <Row>
        {cursors.length > 0 && (
          <Button onClick={() => setCursors(cursors.slice(0, -1))}>上一页</Button>
        )}
        {next && <Button onClick={() => setCursors([...cursors, next])}>下一页</Button>}
      </Row>
      {displaced.size > 0 && <p role="status">{`已选择：${[...displaced.values()].join('、')}`}</p>}
    </>
  )
}
