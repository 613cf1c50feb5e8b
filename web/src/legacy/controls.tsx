import { isUnderWay } from '@xueshi/contract/tasks'
import { formatHours } from '@xueshi/contract/hours'
import { commitLegacy, keepLegacyControls, type LegacyDetail } from '@xueshi/contract/legacy'
import { useId, useState } from 'react'
import { categoryText } from '../ledger/text.ts'
import { useMove } from '../queries.ts'
import { figure } from '../tasks/text.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { differenceText, originOf, tenthsOf } from './control-lines.ts'
import { PasteControls } from './control-paste.tsx'
import { legacyReads } from './reads.ts'

type Line = LegacyDetail['totals'][number]
const keyOf = ({ year, category }: Line) => `${year} ${category}`

/** The books' own line of a year as it was kept; empty where there is none. */
const keptOf = ({ control }: Line) =>
  control && !control.isSum ? formatHours(control.hoursTenths) : ''

/**
 * 台账合计: what the office's own books come to, year by year, against what the file does. Only where
 * every line agrees is the batch imported.
 */
export function Controls({ batch }: { batch: LegacyDetail }) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [asking, setAsking] = useState(false)
  const commit = useMove(commitLegacy, { refresh: legacyReads })
  const keep = useMove(keepLegacyControls, { refresh: legacyReads })
  const isOpen = batch.open.includes('control')
  const textOfLine = (line: Line) => typed[keyOf(line)] ?? keptOf(line)
  /** What is to be compared: as typed, or else what the units' lines come to. */
  const tenthsIn = (line: Line) =>
    textOfLine(line).trim() === '' && line.control?.isSum
      ? line.control.hoursTenths
      : tenthsOf(textOfLine(line))
  const differenceOf = (line: Line) => {
    const given = tenthsIn(line)
    return given === null ? null : given - line.hoursTenths
  }
  const keptDiffering = batch.totals.filter(
    ({ control, hoursTenths }) => control !== null && control.hoursTenths !== hoursTenths,
  ).length
  const unitsDiffering = batch.differing - keptDiffering
  const open = batch.totals.filter((line) => differenceOf(line) !== 0).length
  const changed = batch.totals.filter((line) => textOfLine(line) !== keptOf(line))
  const isReadable = changed.every(
    (line) => textOfLine(line).trim() === '' || tenthsOf(textOfLine(line)) !== null,
  )
  /** 差额 in words; empty where nothing was typed yet. */
  const comparisonOf = (line: Line): string => {
    if (textOfLine(line).trim() === '' && !line.control?.isSum) return ''
    const difference = differenceOf(line)
    if (difference === null) return '请填写数字，最多一位小数'
    return difference === 0 ? '一致' : formatHours(difference)
  }
  const isWrong = (line: Line) => comparisonOf(line) !== '' && differenceOf(line) !== 0
  const id = useId()
  const comparisonId = ({ year, category }: Line) => `${id}-${year}-${category}`
  const why = isUnderWay(batch.taskState)
    ? '正在导入'
    : batch.wrongCount > 0
      ? '文件中有误，请改正后重新上传'
      : batch.nearCount > 0
        ? '还有疑似同一人的人员没有确认'
        : open > 0
          ? `还有 ${open} 行台账合计没有填写或者不一致`
          : unitsDiffering > 0
            ? `分单位合计还有 ${unitsDiffering} 行不一致`
            : false
  const confirm = () => {
    const controls = changed.flatMap(({ year, category, ...line }) => {
      const hoursTenths = tenthsOf(textOfLine({ year, category, ...line }))
      return hoursTenths === null ? [] : [{ year, category, hoursTenths }]
    })
    commit.mutate(
      { params: { id: batch.id }, body: { version: batch.version, controls } },
      {
        onError: (error) => toast(textOf(error), 'error'),
        onSettled: () => setAsking(false),
      },
    )
  }
  const save = () =>
    keep.mutate(
      {
        params: { id: batch.id },
        body: {
          version: batch.version,
          lines: changed.map((line) => ({
            unitName: '',
            year: line.year,
            category: line.category,
            hoursTenths: tenthsOf(textOfLine(line)),
          })),
        },
      },
      {
        onSuccess: () => toast('已保存台账合计'),
        onError: (error) => toast(textOf(error), 'error'),
      },
    )
  return (
    <Card title="分年度合计">
      {isOpen && <p>请填写本单位台账的合计学时。各行都一致，才能导入。</p>}
      <Table
        caption="分年度合计"
        rows={batch.totals}
        keyOf={keyOf}
        empty={<p>没有可以导入的行。</p>}
        columns={[
          { head: '培训年度', title: true, cell: ({ year }) => `${year} 年` },
          { head: '课目类型', tight: true, cell: ({ category }) => categoryText[category] },
          { head: '行数', align: 'end', cell: ({ rowCount }) => figure(rowCount) },
          { head: '文件合计学时', align: 'end', cell: (line) => formatHours(line.hoursTenths) },
          ...(isOpen
            ? [
                {
                  head: '台账合计学时',
                  cell: (line: Line) => (
                    <input
                      className="input input-number"
                      inputMode="decimal"
                      autoComplete="off"
                      aria-label={`${line.year} 年${categoryText[line.category]}台账合计学时`}
                      aria-describedby={comparisonId(line)}
                      aria-invalid={isWrong(line) || undefined}
                      value={textOfLine(line)}
                      placeholder={
                        line.control?.isSum ? formatHours(line.control.hoursTenths) : undefined
                      }
                      onChange={({ target }) => setTyped({ ...typed, [keyOf(line)]: target.value })}
                      onBlur={() => announce(comparisonOf(line) && `差额：${comparisonOf(line)}`)}
                    />
                  ),
                },
                {
                  head: '差额',
                  align: 'end' as const,
                  cell: (line: Line) => (
                    <span id={comparisonId(line)}>{comparisonOf(line) || '—'}</span>
                  ),
                },
              ]
            : [
                {
                  head: '台账合计学时',
                  align: 'end' as const,
                  cell: ({ control }: Line) => (control ? formatHours(control.hoursTenths) : '—'),
                },
                {
                  head: '差额',
                  align: 'end' as const,
                  cell: (line: Line) => differenceText(line.control, line.hoursTenths),
                },
              ]),
          { head: '台账合计来源', cell: ({ control }) => originOf(control) },
        ]}
      />
      {batch.state === 'checked' && (
        <Row end>
          {isOpen && (
            <>
              <PasteControls batch={batch} />
              <Button
                busy={keep.isPending}
                unavailable={
                  changed.length === 0 ? '没有改动' : !isReadable && '有的台账合计不是数字'
                }
                onClick={save}
              >
                保存台账合计
              </Button>
            </>
          )}
          <Button look="primary" unavailable={why} onClick={() => setAsking(true)}>
            正式导入
          </Button>
        </Row>
      )}
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title="正式导入？"
        verb="正式导入"
        busy={commit.isPending}
        confirm={confirm}
      >
        <p>{`共 ${figure(batch.rowCount)} 行，整批导入；中途失败则一行也不导入。`}</p>
      </Confirm>
    </Card>
  )
}
