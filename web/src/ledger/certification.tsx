import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import {
  beginCertification,
  countMetYears,
  metCountLimit,
} from '@xueshi/contract/ledger/certification'
import { listCertifications } from '@xueshi/contract/ledger/certification-runs'
import { listTasks, type Task } from '@xueshi/contract/tasks'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { keyOf, queryClient, useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import { FormerRuns } from './certification-runs.tsx'

const Search = z.object({
  year: z.optional(z.string().check(z.regex(/^20\d{2}$/))),
  series: z.optional(z.string()),
  /** The certification that was begun here: it is shown again after a reload. */
  task: z.optional(z.uuid()),
})
const firstYear = 2010
const seriesOptions = titleSeries.map(({ code, label }) => ({ value: code, text: label }))

/** 年度认证: everybody of the region whose year meets its rules, as long work that may be left alone. */
export default function Certification() {
  const [search, setSearch] = useUrlState(Search)
  const [over, setOver] = useState<Task | null>(null)
  const isGoing = search.task !== undefined && over?.id !== search.task
  const thisYear = useSession()?.site.today.slice(0, 4)
  const year = search.year ?? thisYear
  const years = Array.from({ length: Number(thisYear ?? firstYear) - firstYear + 1 }, (_, back) => {
    const value = String(Number(thisYear) - back)
    return { value, text: `${value} 年` }
  })
  return (
    <Page
      title="年度认证"
      lead="本地区学时已经达标的年度，一次全部认证并签发证书。可以离开本页，完成后会收到消息。"
    >
      <Filters
        value={{ ...search, year }}
        set={(patch) => setSearch({ ...patch, task: undefined })}
        filters={[
          { name: 'year', label: '培训年度', options: years, all: null },
          { name: 'series', label: '专业系列', options: seriesOptions },
        ]}
      />
      <Card>
        {year && (
          <Waiting
            key={`${year} ${search.series}`}
            year={year}
            series={search.series}
            isGoing={isGoing}
            begun={(task) => setSearch({ task })}
          />
        )}
      </Card>
      {search.task && (
        <Card title="认证进度">
          <TaskProgress
            id={search.task}
            ended={(task) => {
              setOver(task)
              void queryClient.invalidateQueries({ queryKey: keyOf(countMetYears) })
              void queryClient.invalidateQueries({ queryKey: keyOf(listTasks) })
              void queryClient.invalidateQueries({ queryKey: keyOf(listCertifications) })
            }}
          />
          {!isGoing && (
            <Row>
              <ButtonLink to={paths.certificationRun(search.task)}>查看结果</ButtonLink>
              <ButtonLink to={`${paths.certificates('hrss')}?year=${year}`}>查看证书</ButtonLink>
            </Row>
          )}
        </Card>
      )}
      <FormerRuns />
    </Page>
  )
}

function Waiting({
  year,
  series,
  isGoing,
  begun,
}: {
  year: string
  series: string | undefined
  /** One was begun here and is not over. */
  isGoing: boolean
  begun: (taskId: string) => void
}) {
  const [asking, setAsking] = useState(false)
  const scope = { year, ...(series ? { series } : {}) }
  const waiting = useRead(countMetYears, { query: scope })
  const begin = useMove(beginCertification, {
    refresh: [countMetYears, listTasks, listCertifications],
  })
  if (waiting.error) return <Failed error={waiting.error} retry={() => void waiting.refetch()} />
  if (!waiting.data) return <Skeleton lines={2} />
  const { count, certification } = waiting.data
  const people = count >= metCountLimit ? `${metCountLimit} 人以上` : `${count} 人`
  const confirm = () =>
    begin.mutate(
      { body: scope },
      {
        onSuccess: ({ id }) => begun(id),
        onError: (error) => toast(textOf(error), 'error'),
        onSettled: () => setAsking(false),
      },
    )
  return (
    <>
      <p>{`${year} 年度待认证 ${people}。`}</p>
      {certification?.to && (
        <p className="field-hint">{`按规则应于 ${certification.to} 前认证（含当日）。`}</p>
      )}
      <Row>
        <Button
          look="primary"
          unavailable={
            isGoing
              ? '认证正在进行'
              : certification?.isOpen === false
                ? '该年度的认证截止日期已过'
                : count === 0 && '没有待认证的年度'
          }
          onClick={() => setAsking(true)}
        >
          开始认证
        </Button>
      </Row>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title={`认证 ${year} 年度？`}
        verb="开始认证"
        busy={begin.isPending}
        confirm={confirm}
      >
        <p>{`待认证 ${people}。认证后签发证书，当事人会收到通知。`}</p>
      </Confirm>
    </>
  )
}
