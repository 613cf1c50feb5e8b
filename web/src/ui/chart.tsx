import { formatHours } from '@xueshi/contract/hours'

const radius = 52
const round = 2 * Math.PI * radius

/** A ring of hours against what is required, in tenths, with the number in it. */
export function Ring({ label, have, need }: { label: string; have: number; need: number }) {
  const share = need > 0 ? Math.min(1, have / need) : 1
  const words = `${label}：已有 ${formatHours(have)} 学时，要求 ${formatHours(need)} 学时`
  return (
    <svg
      className={share >= 1 ? 'ring ring-full' : 'ring'}
      viewBox="0 0 128 128"
      role="img"
      aria-label={words}
    >
      <circle className="ring-track" cx="64" cy="64" r={radius} />
      {share > 0 && (
        <circle
          className="ring-value"
          cx="64"
          cy="64"
          r={radius}
          strokeDasharray={`${round * share} ${round}`}
          transform="rotate(-90 64 64)"
        />
      )}
      <text className="ring-number" x="64" y="66">
        {formatHours(have)}
      </text>
      <text className="ring-words" x="64" y="86">
        {`/ ${formatHours(need)} 学时`}
      </text>
    </svg>
  )
}

export interface BarRow {
  label: string
  /** Tenths of hours. */
  have: number
  need: number
}

/** Bars of hours that are a table at once: 类别, 已有, 要求, 尚缺. */
export function Bars({ caption, rows }: { caption: string; rows: readonly BarRow[] }) {
  return (
    <table className="bars">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">类别</th>
          <th scope="col">进度</th>
          <th scope="col">已有</th>
          <th scope="col">要求</th>
          <th scope="col">尚缺</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, have, need }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="bar-cell">
              <Bar have={have} need={need} />
            </td>
            <td className="table-end">{formatHours(have)}</td>
            <td className="table-end">{formatHours(need)}</td>
            <td className="table-end">{have >= need ? '已满足' : formatHours(need - have)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A bar of hours against what is required, in tenths; the numbers stand beside it. */
export function Bar({ have, need }: { have: number; need: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="bar-track" width="100" height="8" />
      <rect
        className={have >= need ? 'bar-value bar-full' : 'bar-value'}
        width={need > 0 ? Math.min(100, (have / need) * 100) : 100}
        height="8"
      />
    </svg>
  )
}
