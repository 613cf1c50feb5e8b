import {
  acceptSubUnit,
  listSubUnits,
  readSubUnit,
  refuseSubUnit,
  releaseSubUnit,
  type SubUnit,
} from '@xueshi/contract/orgs/sub-units'
import { useState } from 'react'
import { useLabels } from '../dictionary.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { ParentUnit } from './parent-unit.tsx'
import { natureOf, parentStateText, parentStateTone, unitStateText } from './text.ts'

type Decision = 'accept' | 'refuse' | 'release'

/** 下级单位: who stands below this unit, who asks to, and under whom it stands itself. */
export default function SubUnits() {
  const keyset = useKeyset()
  const list = useRead(listSubUnits, { query: { after: keyset.after } }, { keep: true })
  const [looking, setLooking] = useState<SubUnit | null>(null)
  const [deciding, setDeciding] = useState<{ row: SubUnit; name: Decision } | null>(null)
  return (
    <Page
      title="下级单位"
      lead="下级单位自行申请，由本单位管理员确认。确认后，本单位可以查看其单位信息。"
    >
      <Card title="下级单位">
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="下级单位"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty title="还没有下级单位">
                请下级单位的管理员在“下级单位”中，把本单位填为主管单位。
              </Empty>
            }
            columns={[
              { head: '单位名称', title: true, cell: (row) => row.name },
              { head: '代码尾号', tight: true, cell: (row) => row.codeTail },
              { head: '所在地区', cell: (row) => row.regionPath },
              { head: '单位状态', tight: true, cell: (row) => unitStateText[row.state] },
              {
                head: '上下级关系',
                tight: true,
                cell: (row) => (
                  <Status tone={parentStateTone[row.parentState]}>
                    {row.parentState === 'asked'
                      ? '待本单位确认'
                      : parentStateText[row.parentState]}
                  </Status>
                ),
              },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <Acts
                    row={row}
                    look={() => setLooking(row)}
                    decide={(name) => setDeciding({ row, name })}
                  />
                ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <ParentUnit />
      <Dialog open={looking !== null} close={() => setLooking(null)} title="下级单位信息" wide>
        {looking && <Detail id={looking.id} />}
      </Dialog>
      <Decide deciding={deciding} close={() => setDeciding(null)} />
    </Page>
  )
}

function Acts({
  row,
  look,
  decide,
}: {
  row: SubUnit
  look: () => void
  decide: (name: Decision) => void
}) {
  const acts = (Object.keys(decisions) as Decision[]).filter((name) => row.open.includes(name)) // its own keys
  return (
    <Row>
      <Button look="quiet" onClick={look} aria-label={`查看 ${row.name}`}>
        查看
      </Button>
      {acts.map((name) => (
        <Button
          key={name}
          look="quiet"
          onClick={() => decide(name)}
          aria-label={`${decisions[name].verb} ${row.name}`}
        >
          {decisions[name].verb}
        </Button>
      ))}
    </Row>
  )
}

const decisions = {
  accept: { verb: '同意', title: '同意作为下级单位？', done: '已同意' },
  refuse: { verb: '不同意', title: '不同意作为下级单位？', done: '没有同意，该单位会收到通知' },
  release: { verb: '解除', title: '解除上下级关系？', done: '已解除，该单位会收到通知' },
} as const

function Decide({
  deciding,
  close,
}: {
  deciding: { row: SubUnit; name: Decision } | null
  close: () => void
}) {
  const refresh = [listSubUnits]
  const moves = {
    accept: useMove(acceptSubUnit, { refresh, evenRefused: true }),
    refuse: useMove(refuseSubUnit, { refresh, evenRefused: true }),
    release: useMove(releaseSubUnit, { refresh, evenRefused: true }),
  }
  const { verb, title, done } = decisions[deciding?.name ?? 'accept']
  const confirm = async () => {
    if (!deciding) return
    const { row, name } = deciding
    try {
      await moves[name].mutateAsync({ params: { id: row.id }, body: { version: row.version } })
      toast(done)
    } catch (error) {
      toast(textOf(error), 'error')
    }
    close()
  }
  return (
    <Confirm
      open={deciding !== null}
      close={close}
      title={title}
      verb={verb}
      danger={deciding?.name === 'release'}
      busy={Object.values(moves).some(({ isPending }) => isPending)}
      confirm={() => void confirm()}
    >
      <p>{deciding && `${deciding.row.name}（代码尾号 ${deciding.row.codeTail}）`}</p>
    </Confirm>
  )
}

function Detail({ id }: { id: string }) {
  const industryLabel = useLabels('industries')
  const read = useRead(readSubUnit, { params: { id } })
  if (read.error) return <Failed error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={6} />
  const unit = read.data
  return (
    <DefinitionList
      facts={[
        { term: '单位名称', value: unit.name },
        { term: '统一社会信用代码', value: unit.code },
        { term: '单位性质', value: natureOf(unit.nature) },
        { term: '所在地区', value: unit.regionPath },
        {
          term: '所属行业',
          value: unit.industryCodes.map(industryLabel).join('、'),
        },
        { term: '联系人', value: unit.contactName },
        { term: '联系电话', value: unit.contactPhone },
        { term: '管理员', value: unit.managers.join('、') },
        { term: '通过时间', value: unit.approvedAt && formatInstant(unit.approvedAt) },
      ]}
    />
  )
}
