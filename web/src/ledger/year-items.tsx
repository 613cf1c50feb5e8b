import type { ActorKind } from '@xueshi/contract/actor'
import { formatHours } from '@xueshi/contract/hours'
import type { YearDetail, YearItem } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { DateRange } from '../ui/dates.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Empty } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePortalKind } from '../url.ts'
import { categoryText, sourceText } from './text.ts'

/** 学时明细: each hour with where it came from, by which evidence, who recognised it, and why less of it counts. */
export function YearItems({
  year,
  detail,
  personId,
}: {
  year: string
  detail: YearDetail | undefined
  /** Whose year it is, where it is not the reader's own. */
  personId?: string
}) {
  const ruleSet = detail?.ruleSet.name ?? ''
  const kind = usePortalKind() ?? 'individual'
  const reader = { kind, year, personId }
  return (
    <Table
      caption={`${year} 年度学时明细`}
      numbered
      rows={detail?.items}
      keyOf={(item) => item.id}
      empty={
        <Empty
          title="本年度还没有认定的学时"
          actions={
            personId === undefined && (
              <ButtonLink look="primary" to={paths.newDeclaration()}>
                申报继续教育记录
              </ButtonLink>
            )
          }
        >
          申报的记录审核认定后，会逐条列在这里。
        </Empty>
      }
      columns={[
        { head: '课程名称', title: true, long: true, cell: ({ name }) => name },
        { head: '课程类型', tight: true, cell: ({ category }) => categoryText[category] },
        { head: '学习形式', cell: ({ form }) => form },
        { head: '施教机构', cell: ({ institution }) => institution },
        {
          head: '学习时间',
          cell: ({ startOn, endOn }) => <DateRange from={startOn} to={endOn} />,
        },
        {
          head: '认定学时',
          align: 'end',
          cell: ({ reversed, hoursTenths }) =>
            reversed ? (
              <>
                <s>{formatHours(hoursTenths)}</s> <Tag>已冲销</Tag>
              </>
            ) : (
              formatHours(hoursTenths)
            ),
        },
        {
          head: '计入学时',
          align: 'end',
          cell: ({ countedTenths }) => formatHours(countedTenths),
        },
        {
          head: '来源和证明',
          tight: true,
          cell: (item) => <Source item={item} to={evidenceOf(item, reader)} />,
        },
        {
          head: '认定单位和时间',
          cell: (item) => `${item.recognisedBy}，${formatInstant(item.at)}`,
        },
        { head: '说明', cell: (item) => remarkOf(item, ruleSet) },
      ]}
    />
  )
}

function Source({ item, to }: { item: YearItem; to: string | null }) {
  const words = item.byUnit ? '单位批量申报' : sourceText[item.sourceKind]
  if (to === null) return words
  const what = whatOf[item.sourceKind]
  return (
    <Link to={to} aria-label={`${what}：${item.name}`}>
      {words}
    </Link>
  )
}

const whatOf = {
  declaration: '查看申报和附件',
  class: '查看报名、考勤和成绩',
  platform: '查看平台上报记录',
  legacy: '查看导入记录',
} as const satisfies Record<YearItem['sourceKind'], string>

type Reader = { kind: ActorKind; year: string; personId: string | undefined }

/** Where the reader finds what stands behind an hour; null where no page of theirs has it. */
function evidenceOf(
  { id, sourceKind, sourceId }: YearItem,
  { kind, year, personId }: Reader,
): string | null {
  if (sourceKind === 'platform' || sourceKind === 'legacy')
    return personId === undefined
      ? paths.hourOrigin(year, id)
      : paths.personHourOrigin(kind, personId, year, id)
  if (personId === undefined)
    return sourceKind === 'class' ? paths.enrolment(sourceId) : paths.declaration(sourceId)
  if (sourceKind === 'class') return null
  return kind === 'employer' || kind === 'industry' || kind === 'hrss'
    ? paths.review(kind, sourceId)
    : null
}

/** What was cut by which cap, or why it was taken back. */
function remarkOf({ cut, reversal, form }: YearItem, ruleSet: string): string {
  if (reversal)
    return `${formatInstant(reversal.at)} 冲销${reversal.reason === null ? '' : `：${reversal.reason}`}`
  if (!cut) return '—'
  return `按“${ruleSet}”，${form}每年最多计 ${formatHours(cut.capTenths)} 学时，本条扣减 ${formatHours(cut.cutTenths)} 学时`
}
