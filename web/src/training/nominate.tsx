import { type OpenClass, readOpenClass } from '@xueshi/contract/training/enrolments'
import {
  type Candidate,
  listCandidates,
  listNominations,
  nominate,
} from '@xueshi/contract/training/nominations'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { usePicked } from '../ui/picked.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { usePathParam, useUrlState } from '../url.ts'
import { ClassCards } from './class-facts.tsx'
import { classStateText, classStateTone } from './class-text.ts'
import { admissionText, enrolmentStateText, enrolmentStateTone } from './enrolment-text.ts'
import { levelText, seriesText } from './text.ts'

const Search = z.object({ name: z.optional(z.string()) })
const back = { to: paths.nominations(), text: '培训提名' }

/** One class, and the unit's people who could be nominated for it. */
export default function Nominate() {
  const id = usePathParam('id')
  const reading = useRead(readOpenClass, { params: { id } })
  const shown = reading.data
  if (!shown)
    return (
      <Page title="培训提名" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  return (
    <Page
      title={shown.name}
      back={back}
      lead={<Status tone={classStateTone[shown.state]}>{classStateText[shown.state]}</Status>}
    >
      <ClassCards
        shown={shown}
        institutionName={shown.institutionName}
        signUp={{ from: formatInstant(shown.signUpFrom), to: formatInstant(shown.signUpTo) }}
      />
      <Candidates shown={shown} />
    </Page>
  )
}

function Candidates({ shown }: { shown: OpenClass }) {
  const { id } = shown
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { name } = search
  const query = { ...(name && { name }), ...(keyset.after && { after: keyset.after }) }
  const [picked, setPicked] = usePicked(query)
  const list = useRead(listCandidates, { params: { id }, query }, { keep: true })
  const chosen = (list.data?.items ?? []).filter((row) => isFree(row) && picked.has(row.personId))
  return (
    <Card title="本单位人员">
      <Filters value={search} set={setSearch} filters={[{ name: 'name', label: '姓名' }]} />
      <Row>
        <Act shown={shown} chosen={chosen} done={() => setPicked(new Set())} />
      </Row>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="可提名人员"
          numbered
          rows={list.data?.items}
          keyOf={(row) => row.personId}
          selection={{
            chosen: picked,
            change: setPicked,
            nameOf: (row) => row.name,
            may: isFree,
          }}
          columns={[
            { head: '姓名', title: true, tight: true, cell: (row) => row.name },
            { head: '专业技术任职资格', cell: (row) => row.title },
            { head: '专业系列', cell: (row) => seriesText(row.series) },
            { head: '职称层级', tight: true, cell: (row) => levelText(row.titleLevel) },
            { head: '报名情况', cell: (row) => <Standing row={row} /> },
          ]}
          empty={
            <Empty icon="search" title={name ? '没有这个姓名的人员' : '还没有已确认的人员'}>
              {name ? '可以换一个姓名再查询。' : '人员确认后才能提名。'}
            </Empty>
          }
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
    </Card>
  )
}

const isFree = ({ issues, state }: Candidate) =>
  Object.keys(issues).length === 0 && (state === null || state === 'withdrawn')

function Standing({ row: { issues, state } }: { row: Candidate }) {
  if (state !== null && state !== 'withdrawn')
    return <Status tone={enrolmentStateTone[state]}>{enrolmentStateText[state]}</Status>
  const reasons = Object.values(issues).map((code) => admissionText[code])
  return reasons.length > 0 ? reasons.join('；') : '可以提名'
}

const refusedText = {
  NOT_ELIGIBLE: '不符合报名条件',
  ENROLLED_ALREADY: '已经报名',
  NOT_OURS: '不是本单位人员',
} as const

function Act({
  shown,
  chosen,
  done,
}: {
  shown: OpenClass
  chosen: readonly Candidate[]
  done: () => void
}) {
  const [asking, setAsking] = useState(false)
  const [left, setLeft] = useState<readonly string[]>([])
  const send = useMove(nominate, { refresh: [listCandidates, listNominations, readOpenClass] })
  const opens = shown.open.includes('nominate')
  const confirm = async () => {
    try {
      const personIds = chosen.map(({ personId }) => personId)
      const { items } = await send.mutateAsync({ params: { id: shown.id }, body: { personIds } })
      const names = new Map(chosen.map(({ personId, name }) => [personId, name]))
      const out = items.filter(({ refused }) => refused !== null)
      setLeft(
        out.map(
          ({ personId, refused }) =>
            `${names.get(personId) ?? ''}：${refused ? refusedText[refused] : ''}`,
        ),
      )
      toast(`已为 ${items.length - out.length} 人报名`)
      done()
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setAsking(false)
  }
  return (
    <>
      <Button
        look="primary"
        icon="send"
        unavailable={
          opens
            ? chosen.length === 0 && '请先勾选人员'
            : `班级现在是“${classStateText[shown.state]}”，不能提名`
        }
        onClick={() => setAsking(true)}
      >
        提名
      </Button>
      {left.length > 0 && (
        <Notice tone="warn" live title="以下人员没有报名">
          <ul className="bullets">
            {left.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title={`提名 ${chosen.length} 人参加？`}
        verb="提名"
        busy={send.isPending}
        confirm={() => void confirm()}
      >
        <p>{shown.name}</p>
        <p>{chosen.map(({ name }) => name).join('、')}</p>
        <p>每个人会收到消息；由施教机构按录取方式确认。</p>
      </Confirm>
    </>
  )
}
