import { listPublicClasses } from '@xueshi/contract/training/enrolments'
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
import { openColumns } from './open-columns.tsx'
import { nothingSearched, openFilters, OpenSearch, queryOf } from './open-filters.tsx'

/** 培训班目录, for anybody: the soonest first. */
export default function PublicClasses() {
  const [search, setSearch] = useUrlState(OpenSearch)
  const keyset = useKeyset()
  const list = useRead(listPublicClasses, { query: queryOf(search, keyset.after) }, { keep: true })
  const filtered = Object.values(search).some(Boolean)
  return (
    <Page
      title="培训班目录"
      lead="经批准开班的培训班，开班早的排在前面。登录后在“培训班报名申请”中报名。"
    >
      <Filters value={search} set={setSearch} filters={openFilters()} />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="培训班目录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={openColumns({
              name: (row) => <Link to={paths.publicClass(row.id)}>{row.name}</Link>,
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
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty title="现在没有接受报名的培训班">可以换一个班级状态再查询。</Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
