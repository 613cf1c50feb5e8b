import { certificateStates } from '@xueshi/contract/certificates'
import { type CertificateRow, listCertificates } from '@xueshi/contract/certificates/register'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import { formatHours } from '@xueshi/contract/hours'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { type Column, type Selection, Table } from '../ui/table.tsx'
import { formatDay } from '../ui/time.ts'
import { usePortalKind, useUrlState } from '../url.ts'
import { PrintBatch } from './print-batch.tsx'
import { certificateStateText, certificateStateTone } from './text.ts'

const Search = z.object({
  year: z.optional(z.string()),
  name: z.optional(z.string()),
  number: z.optional(z.string()),
  tail: z.optional(z.string()),
  unit: z.optional(z.string()),
  series: z.optional(z.string()),
  state: z.optional(z.enum(certificateStates)),
})
const firstYear = 2010
const seriesOptions = titleSeries.map(({ code, label }) => ({ value: code, text: label }))

/** 证书管理 of an HR&SS office, 证书打印 of an employer: the same list, each of its own people. */
export default function Register() {
  const kind = usePortalKind() ?? 'hrss'
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  // Ticked on whatever page; each with its row, as those of other pages are not at hand.
  const [picked, setPicked] = useState<ReadonlyMap<string, CertificateRow>>(new Map())
  const given = Object.fromEntries(Object.entries(search).filter(([, value]) => value))
  const list = useRead(
    listCertificates,
    { query: { ...given, after: keyset.after } },
    { keep: true },
  )
  const thisYear = Number(useSession()?.site.today.slice(0, 4) ?? firstYear)
  const years = Array.from({ length: thisYear - firstYear + 1 }, (_, back) => {
    const value = String(thisYear - back)
    return { value, text: `${value} 年` }
  })
  const isOffice = kind === 'hrss'
  return (
    <Page
      title={isOffice ? '证书管理' : '证书打印'}
      lead={
        isOffice
          ? '本地区的继续教育证书。撤销和重新签发要写明原因，当事人会收到通知。'
          : '本单位人员的继续教育证书，打开后可以查看和下载。'
      }
      actions={isOffice && <ButtonLink to={paths.certificateTemplates()}>模板与印章</ButtonLink>}
    >
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'number', label: '继续教育证书号' },
          { name: 'name', label: '姓名' },
          { name: 'tail', label: '证件号码后四位', width: 'short' },
          ...(isOffice ? [{ name: 'unit', label: '工作单位' }] : []),
          { name: 'year', label: '培训年度', options: years, all: '最近有证书的年度' },
          { name: 'series', label: '专业系列', options: seriesOptions },
          {
            name: 'state',
            label: '证书状态',
            options: certificateStates.map((value) => ({
              value,
              text: certificateStateText[value],
            })),
          },
        ]}
      />
      <Card>
        {!isOffice && (
          <Row>
            <PrintBatch
              year={search.year || String(list.data?.year ?? thisYear)}
              picked={[...picked.values()]}
            />
            {picked.size > 0 && (
              <Button look="quiet" onClick={() => setPicked(new Map())}>
                取消勾选
              </Button>
            )}
          </Row>
        )}
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="继续教育证书"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            {...(isOffice
              ? {}
              : { selection: selectionOf(list.data?.items ?? [], picked, setPicked) })}
            empty={
              <Empty title="没有符合条件的证书">
                没有填证书号、姓名或者证件号码后四位时，只查一个年度；姓名和后四位要填全。
              </Empty>
            }
            columns={columnsOf((row) => paths.certificate(kind, row.id))}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

/** Those that hold may be ticked, and stay so while one turns the pages. */
const selectionOf = (
  rows: readonly CertificateRow[],
  picked: ReadonlyMap<string, CertificateRow>,
  change: (picked: ReadonlyMap<string, CertificateRow>) => void,
): Selection<CertificateRow> => ({
  chosen: new Set(picked.keys()),
  change: (ids) => {
    const known = new Map([...picked, ...rows.map((row) => [row.id, row] as const)])
    change(
      new Map(
        [...ids].flatMap((id) => {
          const row = known.get(id)
          return row ? [[id, row] as const] : []
        }),
      ),
    )
  },
  nameOf: ({ name, number }) => `${name}（${number}）`,
  may: ({ state }) => state === 'valid',
})

const columnsOf = (pathOf: (row: CertificateRow) => string): Column<CertificateRow>[] => [
  {
    head: '继续教育证书号',
    title: true,
    tight: true,
    cell: (row) => <Link to={pathOf(row)}>{row.number}</Link>,
  },
  { head: '姓名', tight: true, cell: (row) => row.name },
  { head: '证件号码', tight: true, cell: (row) => row.documentNumberMasked },
  { head: '工作单位', cell: (row) => row.unitName },
  { head: '培训年度', tight: true, cell: (row) => row.year },
  { head: '总学时', align: 'end', cell: (row) => formatHours(row.totalTenths) },
  {
    head: '证书状态',
    tight: true,
    cell: ({ state }) => (
      <Status tone={certificateStateTone[state]}>{certificateStateText[state]}</Status>
    ),
  },
  { head: '签发日期', tight: true, cell: (row) => formatDay(row.issuedAt) },
]
