import type { ReactNode } from 'react'
import { unbroken } from './dates.tsx'
import { Link } from './link.tsx'

export interface Fact {
  term: string
  value: ReactNode
  /** Takes a whole line. */
  wide?: boolean
}

/** Facts of a record, term above value, as many beside each other as fit. An absent value shows a dash. */
export function DefinitionList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ term, value, wide }) => (
        <div key={term} className={wide ? 'fact fact-wide' : 'fact'}>
          <dt>{term}</dt>
          <dd>{isAbsent(value) ? '—' : unbroken(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface SummaryFact extends Fact {
  /** Where to change it: an address, or what to do. */
  change?: string | (() => void)
}

/** Check your answers: every answer on its own line with a way back to it. */
export function SummaryList({ facts }: { facts: readonly SummaryFact[] }) {
  return (
    <dl className="summary-list">
      {facts.map(({ term, value, change }) => (
        <div key={term} className="summary-row">
          <dt>{term}</dt>
          <dd>{isAbsent(value) ? '未填写' : unbroken(value)}</dd>
          {change && (
            <dd className="summary-change">
              {typeof change === 'string' ? (
                <Link to={change}>
                  修改<span className="unseen">{term}</span>
                </Link>
              ) : (
                <button type="button" className="link-button" onClick={change}>
                  修改<span className="unseen">{term}</span>
                </button>
              )}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

function isAbsent(value: ReactNode): boolean {
  return value === null || value === undefined || value === ''
}
