import type { TrainingClass } from '@xueshi/contract/training/classes'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { formatInstant } from '../ui/time.ts'
import { ClassCards, ClassHistory, DrawFacts } from './class-facts.tsx'

/** Everything that a class says, for its institution and for the office that approves it. */
export function ClassBody({ held }: { held: TrainingClass }) {
  return (
    <>
      <Clashes held={held} />
      <ClassCards
        shown={held}
        institutionName={held.institution.name}
        signUp={{
          from: `${held.signUpFromOn} ${held.signUpFromAt}`,
          to: `${held.signUpToOn} ${held.signUpToAt}`,
        }}
      />
      {held.draw && (
        <Card title="抽签">
          <DrawFacts draw={held.draw} />
        </Card>
      )}
      <Card title="办理经过">
        <ClassHistory timeline={held.timeline} />
      </Card>
    </>
  )
}

const clashText = { teacher: '授课老师', place: '地点' } as const

/** A teacher or a room that is wanted twice. */
function Clashes({ held: { clashes } }: { held: TrainingClass }) {
  if (clashes.length === 0) return null
  return (
    <Notice tone="warn" title="与本机构其他培训班的安排冲突">
      <ul className="bullets">
        {clashes.map(({ what, name, className, from, to }) => (
          <li key={`${what} ${from} ${className}`}>
            {`${clashText[what]}“${name}”在 ${formatInstant(from)} 至 ${formatInstant(to).slice(11)} 已安排“${className}”`}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
