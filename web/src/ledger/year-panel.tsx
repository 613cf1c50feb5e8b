import { formatHours } from '@xueshi/contract/hours'
import { categories, type YearDetail } from '@xueshi/contract/ledger'
import { Bars, Ring } from '../ui/chart.tsx'
import { Columns } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { categoryText, yearStateText, yearStateTone } from './text.ts'

/** The year at a glance: the ring of the total, a bar for each category, and what is lacking in a sentence. */
export function YearPanel({ year }: { year: YearDetail }) {
  const { ruleSet, required, counted } = year
  const rows = categories.map((category) => ({
    label: category === 'elective' ? '个人选修课' : categoryText[category],
    have: counted[category],
    need: required[category],
  }))
  return (
    <>
      <Columns>
        <Ring
          label={`${year.year} 年度总学时`}
          have={year.countedTotalTenths}
          need={ruleSet.totalTenths}
        />
        <div>
          <p>
            <Status tone={yearStateTone[year.state]}>{yearStateText[year.state]}</Status>
          </p>
          <p>
            {year.lackingTotalTenths === 0
              ? '本年度学时已达到要求。'
              : `还差 ${formatHours(year.lackingTotalTenths)} 学时，三类学时不能互相替代。`}
          </p>
        </div>
      </Columns>
      <Bars caption={`${year.year} 年度各类学时`} rows={rows} />
      <p className="hint">
        {`依据：${ruleSet.name}，${ruleSet.source}${ruleSet.confirmed ? '' : '（待确认）'}。`}
      </p>
    </>
  )
}
