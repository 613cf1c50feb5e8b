import { caseStates, listCases, subjectKinds } from '@xueshi/contract/integrity'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { usePortalKind, useUrlState } from '../url.ts'
import { caseColumns } from './columns.tsx'
import { caseStateText, caseStateTone, subjectText } from './text.ts'

const Search = z.object({
  name: z.optional(z.string()),
  subjectKind: z.optional(z.enum(subjectKinds)),
  state: z.optional(z.enum(caseStates)),
})

/** 失信管理: what the office and those below it have entered. */
export default function Cases() {
  const kind = usePortalKind() ?? 'hrss'
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const given = Object.fromEntries(Object.entries(search).filter(([, value]) => value))
  const list = useRead(listCases, { query: { ...given, after: keyset.after } }, { keep: true })
  return (
    <Page title="失信管理" lead="由一人登记，另一人审定；生效后当事人会收到通知。">
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'name', label: '失信人名称' },
          {
            name: 'subjectKind',
            label: '失信人类型',
            options: subjectKinds.map((value) => ({ value, text: subjectText[value] })),
          },
          {
            name: 'state',
            label: '状态',
            options: caseStates.map((value) => ({ value, text: caseStateText[value] })),
          },
        ]}
      />
      <Card>
        <Row>
          <ButtonLink look="primary" icon="plus" to={paths.newCase(kind)}>
            登记
          </ButtonLink>
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="失信信息"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty title="没有失信信息">
                {Object.keys(given).length > 0
                  ? '没有符合条件的失信信息，请修改查询条件。'
                  : '登记的失信信息会显示在这里。'}
              </Empty>
            }
            columns={[
              ...caseColumns((row, text) => <Link to={paths.case(kind, row.id)}>{text}</Link>),
              {
                head: '状态',
                tight: true,
                cell: (row) => (
                  <Status tone={caseStateTone[row.state]}>{caseStateText[row.state]}</Status>
                ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}
