import { listOpenClasses, type OpenClassRow } from '@xueshi/contract/training/enrolments'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { ApplyDialog } from './apply-dialog.tsx'
import { enrolmentStateText } from './enrolment-text.ts'
import { openColumns } from './open-columns.tsx'
import { nothingSearched, openFilters, OpenSearch, queryOf } from './open-filters.tsx'

/** 培训班报名申请. */
export default function OpenClasses() {
  const [search, setSearch] = useUrlState(OpenSearch)
  const keyset = useKeyset()
  const { class: open, ...standing } = search
  const list = useRead(listOpenClasses, { query: queryOf(search, keyset.after) }, { keep: true })
  const filtered = Object.values(standing).some(Boolean)
  const show = (id: string | undefined) => setSearch({ class: id })
  return (
    <Page
      title="培训班报名申请"
      lead="只列出您可以查看的培训班；班级状态为“接受报名”的才能报名，报名前需先由单位确认您的基本信息。"
    >
      <Filters value={standing} set={setSearch} filters={openFilters({ lacking: true })} />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="培训班"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            current={open ?? null}
            columns={openColumns({
              name: (row) => row.name,
              act: { head: '操作', cell: (row) => <Act row={row} show={show} /> },
            })}
            empty={
              filtered ? (
                <Empty
                  icon="search"
                  title="没有符合条件的培训班"
                  actions={
                    <Button onClick={() => setSearch(nothingSearched)}>查看全部培训班</Button>
                  }
                >
                  可以换一个条件再查询，例如放宽开班日期或所在地。
                </Empty>
              ) : (
                <Empty title="现在没有接受报名的培训班">施教机构开放报名后会出现在这里。</Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <ApplyDialog id={open ?? null} close={() => show(undefined)} />
    </Page>
  )
}

/** [查看/报名], or where one stands in the class already. */
function Act({ row, show }: { row: OpenClassRow; show: (id: string) => void }) {
  const { mine } = row
  if (mine && mine.state !== 'withdrawn')
    return (
      <Link to={paths.enrolment(mine.id)}>
        {enrolmentStateText[mine.state]}
        <span className="unseen">{`：${row.name}`}</span>
      </Link>
    )
  return (
    <Button look="quiet" onClick={() => show(row.id)}>
      {row.state === 'accepting' ? '查看/报名' : '查看'}
      <span className="unseen">{row.name}</span>
    </Button>
  )
}
