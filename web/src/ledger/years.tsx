import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import { formatHours } from '@xueshi/contract/hours'
import {
  type Category,
  certifyYear,
  listYears,
  readYear,
  type YearRow,
} from '@xueshi/contract/ledger'
import { useEffect, useRef } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import { YearSeries } from './year-series.tsx'
import { certificationText, yearStateText, yearStateTone } from './text.ts'

const Search = z.object({
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  series: z.optional(z.string()),
})

const seriesOptions = titleSeries.map(({ code, label }) => ({ value: code, text: label }))
const firstYear = 2010

const categoryColumns = (group: string, category: Category): Column<YearRow>[] => [
  { group, head: '门数', align: 'end', cell: (row) => row[category].count },
  { group, head: '学时', align: 'end', cell: (row) => formatHours(row[category].hoursTenths) },
]

/** 继续教育证书打印: the manual's 3.3.4. All years when nothing is chosen. */
export default function Years() {
  const [search, setSearch] = useUrlState(Search)
  const thisYear = Number(useSession()?.site.today.slice(0, 4) ?? firstYear)
  const list = useRead(listYears, { query: search }, { keep: true })
  const yearOptions = Array.from({ length: thisYear - firstYear + 1 }, (_, back) => {
    const year = String(thisYear - back)
    return { value: year, text: `${year} 年` }
  })
  return (
    <Page
      title="继续教育证书打印"
      lead="证书为 A4 横向，在本页打开后点“在线打印”即可，不需要设置打印方向，也不需要打印控件。"
    >
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'from', label: '培训年度（起）', options: yearOptions },
          { name: 'to', label: '培训年度（止）', options: yearOptions },
          { name: 'series', label: '专业系列', options: seriesOptions },
        ]}
      />
      <p>
        职称评审需要近五年学时的，可以在
        <Link to={paths.recentYears()}>近五年学时</Link>
        一次下载全部材料。
      </p>
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="各年度学时与证书"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={
              <Empty title="没有符合条件的年度">学时经审核认定后，对应年度会出现在这里。</Empty>
            }
            columns={[
              {
                head: '培训年度',
                title: true,
                tight: true,
                cell: (row) => <Link to={paths.year(row.year)}>{row.year}</Link>,
              },
              { head: '专业系列', long: true, cell: (row) => <YearSeries row={row} /> },
              ...categoryColumns('公需课目', 'public'),
              ...categoryColumns('专业课目', 'professional'),
              ...categoryColumns('个人选修课目', 'elective'),
              { head: '总学时', align: 'end', cell: (row) => formatHours(row.totalTenths) },
              {
                head: '年度认证情况',
                tight: true,
                cell: (row) => (
                  <Status tone={yearStateTone[row.state]}>{yearStateText[row.state]}</Status>
                ),
              },
              {
                head: '继续教育证书号',
                cell: (row) => row.certificate?.number ?? '—',
              },
              { head: '操作', tight: true, cell: (row) => <Acts row={row} /> },
            ]}
          />
        )}
      </Card>
    </Page>
  )
}

/** The page of a year says why it is suspended or revoked. */
const linkText = ({ state }: YearRow) => {
  if (state === 'suspended' || state === 'revoked') return '查看原因'
  return state === 'notMet' ? '查看差额' : '查看学时'
}

/** What the year allows now: certify it, or open its certificate. */
function Acts({ row }: { row: YearRow }) {
  const certify = useMove(certifyYear, {
    refresh: [listYears, readYear],
    done: () => toast(`${row.year} 年度已认证，可以打印证书`),
  })
  const print = useRef<HTMLAnchorElement>(null)
  const isIssued = certify.isSuccess && row.certificate !== null
  // The button has gone with what it did: whoever pressed it goes on to the certificate.
  useEffect(() => {
    if (isIssued) print.current?.focus()
  }, [isIssued])
  if (row.certificate)
    return (
      <ButtonLink
        ref={print}
        to={paths.printCertificate(row.certificate.id)}
        aria-label={`打印证书（${row.year} 年度）`}
      >
        打印证书
      </ButtonLink>
    )
  if (row.open.includes('certify'))
    return (
      <Button
        look="primary"
        busy={certify.isPending}
        aria-label={`申请认证（${row.year} 年度）`}
        onClick={() =>
          certify.mutate(
            { params: { id: row.id }, body: {} },
            { onError: (error) => toast(textOf(error), 'error') },
          )
        }
      >
        申请认证
      </Button>
    )
  return (
    <Row>
      {row.state === 'met' && <span>{certificationText(row.certification)}</span>}
      <Link to={paths.year(row.year)} aria-label={`${linkText(row)}（${row.year} 年度）`}>
        {linkText(row)}
      </Link>
    </Row>
  )
}
