import { formatHours } from '@xueshi/contract/hours'
import { categories, type YearDetail, yearMoves } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { Bars, Ring } from '../ui/chart.tsx'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import './year-panel.css'
import { categoryText, certificationText, yearStateText, yearStateTone } from './text.ts'
import { YearStandingNotice } from './year-standing.tsx'

/** The year at a glance: the ring of the total, a bar for each category, and what is lacking in a sentence. */
export function YearPanel({ year, isOwn = true }: { year: YearDetail; isOwn?: boolean }) {
  const { ruleSet, required, counted } = year
  const rows = categories.map((category) => ({
    label: category === 'elective' ? '个人选修课' : categoryText[category],
    have: counted[category],
    need: required[category],
  }))
  return (
    <>
      <div className="year-panel">
        <div className="year-panel-ring">
          <Ring
            label={`${year.year} 年度总学时`}
            have={year.countedTotalTenths}
            need={year.requiredTotalTenths}
          />
          <Status tone={yearStateTone[year.state]}>{yearStateText[year.state]}</Status>
        </div>
        <div>
          <p>{sentenceOf(year, isOwn)}</p>
          <Bars caption={`${year.year} 年度各类学时`} rows={rows} />
        </div>
      </div>
      <YearStandingNotice year={year} isOwn={isOwn} />
      {year.shares.map((share) => (
        <p key={share.name} className="field-hint">
          {`${share.name}：应有 ${formatHours(share.needTenths)} 学时，已有 ${formatHours(share.haveTenths)} 学时${
            share.binding ? '。' : '（仅提示，不影响达标）。'
          }`}
        </p>
      ))}
      <p className="field-hint">
        依据：<Link to={paths.rule(ruleSet.id)}>{ruleSet.name}</Link>
        {`，${shortSource(ruleSet.source)}${ruleSet.confirmed ? '' : '（待确认）'}。依据全文见该规则。`}
      </p>
    </>
  )
}

/** What the source is called; what it says and where it was read stand with the rule set. */
const shortSource = (source: string) => /^[^：；。（]*/.exec(source)?.[0] || source

/** Where the year stands, and what to do about it. */
function sentenceOf(year: YearDetail, isOwn: boolean) {
  const { state, lackingTotalTenths, certification } = year
  if (lackingTotalTenths > 0)
    return `还差 ${formatHours(lackingTotalTenths)} 学时${lackingOf(year)}。三类学时分别计算，不能互相替代。`
  if (!isOwn || !yearMoves.certify.from.some((from) => from === state)) return '学时已达到要求。'
  const { way, to, isOpen } = certification
  if (!isOpen) return `学时已达到要求。${certificationText(certification)}。`
  const until = to ? `，认证截止日期是 ${to}` : ''
  if (way === 'batch')
    return `学时已达到要求，${certificationText(certification)}，认证后可以打印证书${until}。`
  return (
    <>
      学时已达到要求，可以<Link to={paths.years()}>申请年度认证</Link>
      {`并打印证书${until}。`}
    </>
  )
}

/** Which categories lack what; beyond them any category closes the rest. */
function lackingOf({ lacking, lackingTotalTenths }: YearDetail): string {
  const parts = categories
    .filter((category) => lacking[category] > 0)
    .map((category) => `${categoryText[category]} ${formatHours(lacking[category])}`)
  const rest = categories.reduce((left, category) => left - lacking[category], lackingTotalTenths)
  const all = rest > 0 ? [...parts, `任一类型 ${formatHours(rest)}`] : parts
  return all.length > 0 ? `：${all.join('、')}` : ''
}
