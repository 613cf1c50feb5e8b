import { formatHours } from '@xueshi/contract/hours'
import { listRuleSets } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status, Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePortalKind } from '../url.ts'
import './rules.css'
import { ruleSetStateText, ruleSetStateTone, scopeText, yearsText } from './rule-text.ts'

/** 学时规则: what each year asks and by which paper; in the HR&SS portal the province's office writes them. */
export default function RuleSets() {
  const isOffice = usePortalKind() === 'hrss'
  const keyset = useKeyset()
  const list = useRead(listRuleSets, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page
      title="学时规则"
      lead={
        isOffice
          ? '已发布的规则不能修改；要改变它，从“查看”中复制为草稿，核对受影响人员后发布。'
          : '各年度的学时要求及其依据。尚未找到正式文件的内容标为“待确认”或“系统默认”。'
      }
    >
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="学时规则"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有学时规则">发布后会出现在这里。</Empty>}
            columns={[
              {
                head: '名称',
                title: true,
                cell: (row) => (
                  <>
                    <Link
                      className="rule-name"
                      to={isOffice ? paths.ruleSet(row.id) : paths.rule(row.id)}
                    >
                      {row.name}
                    </Link>
                    {row.revision > 1 && <Tag>{`第 ${row.revision} 版`}</Tag>}
                  </>
                ),
              },
              { head: '适用年度', tight: true, cell: yearsText },
              { head: '适用范围', cell: scopeText },
              {
                head: '总学时',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.totalTenths),
              },
              {
                head: '公需课',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.minima.public),
              },
              {
                head: '专业课',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.minima.professional),
              },
              {
                head: '选修课',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.minima.elective),
              },
              {
                head: '状态',
                tight: true,
                cell: ({ state }) => (
                  <Status tone={ruleSetStateTone[state]}>{ruleSetStateText[state]}</Status>
                ),
              },
              {
                head: '生效时间',
                tight: true,
                cell: (row) => (row.effectiveAt ? formatInstant(row.effectiveAt) : '—'),
              },
              {
                head: '依据',
                cell: (row) => (
                  <>
                    {row.source} {!row.confirmed && <Tag>待确认</Tag>}
                  </>
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
