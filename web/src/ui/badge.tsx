import './badge.css'

/** A number beside a name: so many wait to be read, counted to 99. Nothing where none do. */
export function Badge({ count, more }: { count: number; more: boolean }) {
  if (count === 0) return null
  return (
    <span className="badge">
      {more ? `${count}+` : count}
      <span className="unseen">{more ? ' 条以上未读' : ' 条未读'}</span>
    </span>
  )
}
