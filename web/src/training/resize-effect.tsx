import {
  keptIn,
  mostPlaces,
  previewResize,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import type { Reply } from '@xueshi/contract/endpoint'
import { useEffect, useState } from 'react'
import { useRead } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'

interface Wanted {
  plan: number
  units: readonly { unitId: string; kept: number }[]
}

const isWhole = (value: unknown): value is number => Number.isInteger(value)
/** Whether there is anything to ask about: half-typed fields are no question. */
const isAsked = ({ plan, units }: Wanted) =>
  isWhole(plan) &&
  plan >= 1 &&
  plan <= mostPlaces &&
  units.every(({ kept }) => isWhole(kept) && kept >= 0) &&
  keptIn(units) <= plan

/** The text of what stands in the fields, once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 250)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** What 调整 would do, said before the button is pressed: who comes in from 候补 by name, and that nobody is dropped. */
export function ResizeEffect({ held, wanted }: { held: TrainingClass; wanted: Wanted }) {
  const text = JSON.stringify(wanted)
  const isTyping = useSettled(text) !== text
  const { plan, units } = wanted
  const asked = isAsked(wanted)
  const preview = useRead(
    previewResize,
    { params: { id: held.id }, body: { plan, units: [...units] } },
    { enabled: asked && !isTyping },
  )
  if (!asked) return null
  if (preview.error) return <Failed error={preview.error} retry={() => void preview.refetch()} />
  const { data } = preview
  // Never what other numbers would do.
  if (!data || isTyping) return <Skeleton lines={2} />
  if (data.over > 0) return null
  return (
    <>
      <Notice title={titleOf(data)}>{stayText(data, held)}</Notice>
      {data.comes > 0 && (
        <Table
          caption="由候补转为录取的人员"
          rows={data.comingIn}
          keyOf={(row) => row.id}
          columns={[
            { head: '报名序号', align: 'end', tight: true, cell: (row) => row.number },
            { head: '姓名', title: true, tight: true, cell: (row) => row.name },
            { head: '工作单位', cell: (row) => row.unitName },
          ]}
          empty={<Empty title="没有人员" />}
        />
      )}
      {data.comes > data.comingIn.length && (
        <p className="field-hint">{`只列出前 ${data.comingIn.length} 人。`}</p>
      )}
    </>
  )
}

type Effect = Reply<typeof previewResize>

const titleOf = ({ comes }: Effect) =>
  comes > 0 ? `调整后 ${comes} 人由候补转为录取，并通知本人` : '调整后没有人由候补转为录取'

function stayText(
  { confirmed, waits, undecided, free, kept }: Effect,
  { promotes }: TrainingClass,
) {
  const said = [
    confirmed > 0 ? `已录取的 ${confirmed} 人不受影响` : '还没有已录取的人',
    waits > 0 && `${waits} 人继续候补${promotes ? '' : '（候补递补已暂停，名额空出也不递补）'}`,
    undecided > 0 && `待确认的 ${undecided} 人不会自动录取`,
    free > 0 && `还有 ${free} 个空余名额${kept > 0 ? `，其中 ${kept} 个为指定单位保留` : ''}`,
  ]
  return `${said.filter(Boolean).join('；')}。`
}
