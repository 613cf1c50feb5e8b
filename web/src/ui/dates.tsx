import type { ReactNode } from 'react'

/** A day, or a minute of it, as the house writes them; a browser would break it at its hyphens. */
const date = /(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?)/

/** Text whose dates keep to one line each; what is no text is handed on. */
export function unbroken(text: ReactNode): ReactNode {
  if (typeof text !== 'string') return text
  const parts = text.split(date)
  if (parts.length === 1) return text
  // With one group, every second part is a date.
  return parts.map((part, at) =>
    at % 2 === 1 ? (
      <span key={`${at}${part}`} className="unbroken">
        {part}
      </span>
    ) : (
      part
    ),
  )
}

/** From one day to another, or the day alone where they are the same. It may break between the two. */
export function DateRange({ from, to }: { from: string; to: string | null }) {
  if (from === to) return <span className="unbroken">{from}</span>
  return (
    <>
      <span className="unbroken">{from}</span> <span className="unbroken">至 {to}</span>
    </>
  )
}
