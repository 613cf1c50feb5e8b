const widths = ['wide', 'wider', 'narrow'] as const

/** Where a text is still on its way. `silent`: another one on the page says so already. */
export function Skeleton({ lines = 3, silent }: { lines?: number; silent?: boolean }) {
  return (
    <div className="skeleton">
      {!silent && <span className="unseen">正在加载…</span>}
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={`skeleton-line skeleton-${widths[line % 3]}`} />
      ))}
    </div>
  )
}
