/** A bar with its number; `value` from 0 to 1, null while nobody knows. */
export function Progress({ label, value }: { label: string; value: number | null }) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div className="progress">
      <div className="progress-words">
        <span>{label}</span>
        {percent !== null && <span>{`${percent}%`}</span>}
      </div>
      <progress aria-label={label} max={100} {...(percent === null ? {} : { value: percent })} />
    </div>
  )
}
