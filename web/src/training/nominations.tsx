import { listOpenClasses } from '@xueshi/contract/training/enrolments'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { NominationTabs } from './nomination-tabs.tsx'
import { openColumns } from './open-columns.tsx'
import { openFilters, OpenSearch, queryOf } from './open-filters.tsx'

/** 培训提名: the classes for which the unit may nominate its people. */
export default function Nominations() {
  const [search, setSearch] = useUrlState(OpenSearch)
  const keyset = useKeyset()
  const list = useRead(listOpenClasses, { query: queryOf(search, keyset.after) }, { keep: true })
  return (
    <Page title="培训提名" lead="为本单位人员集中报名；被提名的人会收到消息，开班前可以自己取消。">
      <NominationTabs current="classes" />
      <Filters value={search} set={setSearch} filters={openFilters()} />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="可提名的培训班"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={openColumns({
              name: (row) => <Link to={paths.nominate(row.id)}>{row.name}</Link>,
            })}
            empty={
              <Empty icon="search" title="没有符合条件的培训班">
                可以换一个条件再查询。
              </Empty>
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
