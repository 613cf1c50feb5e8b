import { formatHours } from '@xueshi/contract/hours'
import { readYear } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePathParam } from '../url.ts'
import { categoryText, sourceText } from './text.ts'
import { YearPanel } from './year-panel.tsx'

/** One year: what there is, what is required, what is lacking, and where each hour came from. */
export default function Year() {
  const year = usePathParam('year')
  const read = useRead(readYear, { params: { year } })
  return (
    <Page title={`${year} 年度学时`} back={{ to: paths.years(), text: '继续教育证书打印' }}>
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <>
          <Card>{read.data ? <YearPanel year={read.data} /> : <Skeleton lines={6} />}</Card>
          <Card title="学时明细">
            <Table
              caption={`${year} 年度学时明细`}
              numbered
              rows={read.data?.items}
              keyOf={(item) => item.id}
              empty={
                <Empty
                  title="本年度还没有认定的学时"
                  actions={
                    <ButtonLink look="primary" to={paths.newDeclaration()}>
                      申报继续教育记录
                    </ButtonLink>
                  }
                >
                  申报的记录审核认定后，会逐条列在这里。
                </Empty>
              }
              columns={[
                {
                  head: '课程名称',
                  title: true,
                  cell: (item) =>
                    item.sourceKind === 'declaration' ? (
                      <Link to={paths.declaration(item.sourceId)}>{item.name}</Link>
                    ) : (
                      item.name
                    ),
                },
                { head: '课程类型', tight: true, cell: (item) => categoryText[item.category] },
                { head: '学习形式', cell: (item) => item.form },
                { head: '施教机构', cell: (item) => item.institution },
                {
                  head: '学习时间',
                  tight: true,
                  cell: (item) =>
                    item.startOn === item.endOn ? item.startOn : `${item.startOn} 至 ${item.endOn}`,
                },
                {
                  head: '认定学时',
                  align: 'end',
                  cell: (item) =>
                    item.reversed ? (
                      <>
                        <s>{formatHours(item.hoursTenths)}</s> <Tag>已冲销</Tag>
                      </>
                    ) : (
                      formatHours(item.hoursTenths)
                    ),
                },
                { head: '来源', tight: true, cell: (item) => sourceText[item.sourceKind] },
                {
                  head: '认定单位和时间',
                  cell: (item) => `${item.recognisedBy}，${formatInstant(item.at)}`,
                },
              ]}
            />
          </Card>
        </>
      )}
    </Page>
  )
}
