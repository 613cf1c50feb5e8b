import type { RuleSetDetail } from '@xueshi/contract/ledger'
import { Status } from '../ui/status.tsx'
import { formatInstant } from '../ui/time.ts'
import { ruleSetStateText, ruleSetStateTone } from './rule-text.ts'

/** The state of a rule set, its revision, and since when it holds or will. */
export function RuleSetHead({ set }: { set: RuleSetDetail }) {
  return (
    <p>
      <Status tone={ruleSetStateTone[set.state]}>{ruleSetStateText[set.state]}</Status>
      {` 第 ${set.revision} 版${momentText(set)}`}
    </p>
  )
}

function momentText({ state, effectiveAt }: RuleSetDetail): string {
  if (effectiveAt === null) return ''
  return state === 'scheduled'
    ? `，将于 ${formatInstant(effectiveAt)} 生效`
    : `，${formatInstant(effectiveAt)} 起生效`
}
