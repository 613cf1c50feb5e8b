import { listReviews, type ReviewRow } from '@xueshi/contract/declarations'
import { learningForms } from '@xueshi/contract/dictionaries/learning-forms'
import { formatHours } from '@xueshi/contract/hours'
import { categories } from '@xueshi/contract/ledger'
import { categoryText } from '../ledger/text.ts'
import type { ReviewPortal } from '../paths.ts'
import { useRead } from '../queries.ts'
import { useToday } from '../today.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { usePicked } from '../ui/picked.ts'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table, type Column } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { useReviewKind, useUrlState } from '../url.ts'
import { BulkBar } from './bulk-bar.tsx'
import './declarations.css'
import {
  isFiltered,
  queueQuery,
  QueueSearch,
  reviewPath,
  waitingText,
  wholeQueue,
} from './queue.ts'
import { flagText, learningFormText, reviewToText } from './text.ts'

/** 待审核: oldest first, to be opened one by one or ticked and decided together. */
export function ReviewQueue() {
  const kind = useReviewKind()
  const [search, setSearch] = useUrlState(QueueSearch)
  const today = useToday()
  const keyset = useKeyset()
  const query = queueQuery(search)
  const [picked, setPicked] = usePicked(query)
  const list = useRead(listReviews, { query }, { keep: true })
  const rows = list.data?.items
  const chosen = (rows ?? []).filter((row) => picked.has(row.declarationId))
  return (
    <>
      <Filters
        value={search}
        set={setSearch}
        filters={kind === 'employer' ? filters : [...filters, ...authorityFilters(today)]}
      />
      <Card>
        <BulkBar chosen={chosen} done={() => setPicked(new Set())} />
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="待审核记录"
            numbered
            rows={rows}
            keyOf={(row) => row.declarationId}
            selection={{
              chosen: picked,
              change: setPicked,
              nameOf: (row) => `${row.personName}：${row.name}`,
              may: (row) => row.purpose === 'review',
            }}
            columns={columnsOf(kind, search)}
            empty={
              isFiltered(search) ? (
                <Empty
                  icon="search"
                  title="没有符合条件的记录"
                  actions={
                    <Button onClick={() => setSearch(wholeQueue)}>查看全部待审核记录</Button>
                  }
                />
              ) : (
                <Empty icon="checkCircle" title="没有等待审核的记录">
                  有新的记录送审时，会出现在这里。
                </Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </>
  )
}

const filters = [
  {
    name: 'category',
    label: '课程类型',
    width: 'short',
    options: categories.map((value) => ({ value, text: categoryText[value] })),
  },
  {
    name: 'form',
    label: '学习形式',
    width: 'short',
    options: learningForms.map(({ code, label }) => ({ value: code, text: label })),
  },
  { name: 'person', label: '姓名（可用拼音）', width: 'short' },
  {
    name: 'flags',
    label: '系统检查',
    width: 'short',
    options: [
      { value: 'none', text: '没有提示' },
      { value: 'some', text: '有提示' },
    ],
  },
  {
    name: 'waiting',
    label: '等待时间',
    width: 'short',
    options: [
      { value: '3', text: '3 天以上' },
      { value: '5', text: '5 天以上' },
      { value: '10', text: '10 天以上' },
      { value: '20', text: '20 天以上' },
    ],
  },
] as const

/** What an authority sorts by beside: it has the records of many employers, and the appeals. */
const authorityFilters = (today: string) =>
  [
    { name: 'unit', label: '工作单位', width: 'short' },
    {
      name: 'year',
      label: '计入年度',
      width: 'short',
      options: yearsBack(today).map((year) => ({ value: year, text: `${year} 年度` })),
    },
    {
      name: 'purpose',
      label: '审核事项',
      width: 'short',
      options: [
        { value: 'review', text: '学时复核' },
        { value: 'appeal', text: '申诉' },
      ],
    },
  ] as const
const yearsListed = 6
const yearsBack = (today: string) =>
  Array.from({ length: yearsListed }, (_, back) => String(Number(today.slice(0, 4)) - back))

const columnsOf = (kind: ReviewPortal, search: QueueSearch): readonly Column<ReviewRow>[] => [
  {
    head: '姓名',
    title: true,
    tight: true,
    cell: (row) => <Link to={reviewPath(kind, row.declarationId, search)}>{row.personName}</Link>,
  },
  ...(kind === 'employer'
    ? []
    : [{ head: '工作单位', cell: (row: ReviewRow) => row.unitName } as const]),
  { head: '课程名称', cell: (row) => row.name },
  { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
  { head: '学习形式', tight: true, cell: (row) => learningFormText(row.form) },
  { head: '拟申报学时', align: 'end', tight: true, cell: (row) => formatHours(row.claimedTenths) },
  { head: '系统检查', cell: (row) => <Found row={row} /> },
  {
    head: '送审时间',
    cell: (row) => (
      <>
        <span className="unbroken">{formatInstant(row.submittedAt)}</span>{' '}
        <span className="unbroken waited">{waitingText(row.waitingSince, Date.now())}</span>
        {row.reviewTo && <span className="waited">{reviewToText(row.reviewTo)}</span>}
      </>
    ),
  },
  {
    head: '操作',
    tight: true,
    cell: (row) => (
      <ButtonLink
        look="quiet"
        to={reviewPath(kind, row.declarationId, search)}
        aria-label={`审核 ${row.personName}：${row.name}`}
      >
        审核
      </ButtonLink>
    ),
  },
]

/** What was found at 送审: an appeal, flags by their names, or nothing. */
function Found({ row }: { row: ReviewRow }) {
  if (row.purpose === 'appeal') return <Status tone="attention">申诉</Status>
  if (row.flags.length === 0) return <Status tone="ok">没有提示</Status>
  return <Status tone="attention">{row.flags.map((flag) => flagText[flag]).join('、')}</Status>
}
