import { useId, type ReactNode } from 'react'
import { unbroken } from './dates.tsx'
import { ScrollBox } from './scroll-box.tsx'
import { Skeleton } from './skeleton.tsx'

export interface Column<Row> {
  head: string
  cell: (row: Row, index: number) => ReactNode
  /** Numbers stand at the end, under their head. */
  align?: 'end'
  /** The head above this one's; neighbours of the same group share it. */
  group?: string
  /** On phones: the heading of the card. */
  title?: boolean
  /** Holds names of many letters, which are given room before others are. */
  long?: boolean
  /** Keeps its words on one line: dates, codes, buttons. */
  tight?: boolean
  /** 序号: the cards of phones do without it. */
  number?: boolean
}

export interface Selection<Row> {
  chosen: ReadonlySet<string>
  change: (chosen: ReadonlySet<string>) => void
  /** What the row is called, for its check box. */
  nameOf: (row: Row) => string
  /** Rows without a box: return false. */
  may?: (row: Row) => boolean
}

export interface TableProps<Row> {
  /** What the table shows, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  /** undefined: still loading. */
  rows: readonly Row[] | undefined
  keyOf: (row: Row) => string
  /** 序号 as the first column, the row in the page. */
  numbered?: boolean
  selection?: Selection<Row>
  /** Shown in place of the table when there are no rows: an `<Empty>`. */
  empty: ReactNode
  /** The row that is open beside the table. */
  current?: string | null
}

/** A table that turns into cards on phones. Its roles are spelled out, for cards are no table to CSS. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, keyOf, numbered, selection, empty, current } = props
  if (rows?.length === 0) return empty
  const leading: Column<Row>[] = numbered
    ? [{ head: '序号', cell: (_, index) => index + 1, number: true }]
    : []
  const all = [...leading, ...columns]
  return (
    <ScrollBox className="table-box" label={caption}>
      <table className="table" role="table" aria-busy={rows === undefined || undefined}>
        <caption className="unseen">{caption}</caption>
        <Heads columns={all} rows={rows} keyOf={keyOf} selection={selection} />
        <tbody role="rowgroup">
          {rows?.map((row, index) => (
            <tr role="row" key={keyOf(row)} data-current={keyOf(row) === current || undefined}>
              {selection && (
                <td role="cell" className="table-pick">
                  <RowBox row={row} id={keyOf(row)} selection={selection} />
                </td>
              )}
              {all.map((column) => (
                <Cell key={keyOfColumn(column)} column={column} row={row} index={index} />
              ))}
            </tr>
          )) ?? <Waiting columns={all.length + (selection ? 1 : 0)} />}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function Cell<Row>({ column, row, index }: { column: Column<Row>; row: Row; index: number }) {
  const content = column.cell(row, index)
  const isIdle = column.head === acts && (content === '—' || content === null)
  return (
    <td
      role="cell"
      className={[classOf(column), isIdle && 'table-idle'].filter(Boolean).join(' ') || undefined}
      data-head={column.group ? `${column.group}${column.head}` : column.head}
    >
      <div>{unbroken(content)}</div>
    </td>
  )
}

/** The head above what can be done with a row. */
const acts = '操作'

const keyOfColumn = (column: { group?: string; head: string }) =>
  `${column.group ?? ''}/${column.head}`

function classOf<Row>(column: Column<Row>): string | undefined {
  const names = [
    column.align === 'end' && 'table-end',
    column.tight && 'table-tight',
    column.long && 'table-long',
    column.title && 'table-title',
    column.number && 'table-number',
    column.head === acts && 'table-acts',
  ]
  return names.filter(Boolean).join(' ') || undefined
}

function Heads<Row>({
  columns,
  rows,
  keyOf,
  selection,
}: {
  columns: readonly Column<Row>[]
  rows: readonly Row[] | undefined
  keyOf: (row: Row) => string
  selection: Selection<Row> | undefined
}) {
  const grouped = columns.some((column) => column.group)
  const top = columns.filter(
    (column, at) => !column.group || columns[at - 1]?.group !== column.group,
  )
  const spans = grouped ? { rowSpan: 2 } : {}
  return (
    <thead role="rowgroup">
      <tr role="row">
        {selection && (
          <td role="cell" className="table-pick" {...spans}>
            <AllBox rows={rows ?? []} keyOf={keyOf} selection={selection} />
          </td>
        )}
        {top.map((column) =>
          column.group ? (
            <th
              role="columnheader"
              key={column.group}
              scope="colgroup"
              className="table-group"
              colSpan={columns.filter((other) => other.group === column.group).length}
            >
              {column.group}
            </th>
          ) : (
            <th
              role="columnheader"
              key={column.head}
              scope="col"
              className={classOf(column)}
              {...spans}
            >
              {column.head}
            </th>
          ),
        )}
      </tr>
      {grouped && (
        <tr role="row">
          {columns
            .filter((column) => column.group)
            .map((column) => (
              <th
                role="columnheader"
                key={keyOfColumn(column)}
                scope="col"
                className={classOf(column)}
              >
                {column.head}
              </th>
            ))}
        </tr>
      )}
    </thead>
  )
}

function RowBox<Row>({ row, id, selection }: { row: Row; id: string; selection: Selection<Row> }) {
  if (selection.may && !selection.may(row)) return null
  const { chosen, change } = selection
  return (
    <label className="check-target">
      <input
        type="checkbox"
        checked={chosen.has(id)}
        onChange={(event) => change(withMember(chosen, [id], event.target.checked))}
      />
      <span className="unseen">{`选择：${selection.nameOf(row)}`}</span>
    </label>
  )
}

function AllBox<Row>({
  rows,
  keyOf,
  selection,
}: {
  rows: readonly Row[]
  keyOf: (row: Row) => string
  selection: Selection<Row>
}) {
  const id = useId()
  const ids = rows.filter((row) => selection.may?.(row) ?? true).map(keyOf)
  if (ids.length === 0) return null
  const count = ids.filter((one) => selection.chosen.has(one)).length
  return (
    <label className="check-target" htmlFor={id}>
      <input
        id={id}
        type="checkbox"
        checked={count === ids.length}
        ref={(box) => {
          if (box) box.indeterminate = count > 0 && count < ids.length
        }}
        onChange={(event) =>
          selection.change(withMember(selection.chosen, ids, event.target.checked))
        }
      />
      <span className="unseen">选择本页全部</span>
    </label>
  )
}

function withMember(chosen: ReadonlySet<string>, ids: readonly string[], member: boolean) {
  const next = new Set(chosen)
  for (const id of ids)
    if (member) next.add(id)
    else next.delete(id)
  return next
}

const waitingRows = [0, 1, 2, 3, 4]

function Waiting({ columns }: { columns: number }) {
  return waitingRows.map((row) => (
    <tr role="row" key={row} className="table-waiting">
      <td role="cell" colSpan={columns}>
        <Skeleton lines={1} silent={row > 0} />
      </td>
    </tr>
  ))
}
