import type { Check } from '@xueshi/contract/declarations'
import { unbroken } from '../ui/dates.tsx'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import './declarations.css'
import { checkLines } from './text.ts'

/**
 * What was looked at before 送审, errors first, in words. `none`: what to say when nothing was found;
 * `brief`: in a line that takes little room.
 */
export function Checks({
  checks,
  none,
  brief,
}: {
  checks: readonly Check[]
  none: string
  brief?: boolean
}) {
  const errors = checks.filter(({ level }) => level === 'error')
  const flags = checks.filter(({ level }) => level === 'flag')
  return (
    <>
      {errors.length > 0 && (
        <Notice tone="error" title="须先改正">
          <CheckList checks={errors} />
        </Notice>
      )}
      {flags.length > 0 && (
        <Notice tone="warn" title="请留意">
          <CheckList checks={flags} />
        </Notice>
      )}
      {checks.length === 0 &&
        (brief ? (
          <div>
            <Status tone="ok">{none}</Status>
          </div>
        ) : (
          <Notice tone="ok">{none}</Notice>
        ))}
    </>
  )
}

function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="plain-list">
      {checkLines(checks).map((line, at) => (
        <li key={`${at} ${line}`}>{unbroken(line)}</li>
      ))}
    </ul>
  )
}
