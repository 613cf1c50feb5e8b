/** The system's own mark: a mortarboard over a line of hours. */
export function Emblem() {
  return (
    <svg className="emblem" viewBox="0 0 40 40" aria-hidden="true">
      <circle cx="20" cy="20" r="19" />
      <path d="M8 17l12-5.5 12 5.5-12 5.5zM12.5 19.5v5.5c0 1.9 3.4 3.5 7.5 3.5s7.5-1.6 7.5-3.5v-5.5" />
    </svg>
  )
}
