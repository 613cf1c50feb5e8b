import { readRuleSet } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam } from '../url.ts'
import { RuleSetActs } from './rule-set-acts.tsx'
import { RuleSetDifferences } from './rule-set-differences.tsx'
import { RuleSetFacts } from './rule-set-facts.tsx'
import { isTold, RuleSetImpact } from './rule-set-impact.tsx'
import { RuleSetHead } from './rule-set-head.tsx'

/** One rule set at an office: what it says, what it changes, whom that touches, and what may be done with it. */
export default function RuleSetAtOffice() {
  const id = usePathParam('id')
  const read = useRead(
    readRuleSet,
    { params: { id } },
    // A task that is over sooner than the page looks at it tells nobody.
    { refetchSeconds: (set) => (set && set.taskId !== null && !isTold(set) ? 3 : 0) },
  )
  const back = { to: paths.ruleSets(), text: '学时规则' }
  const set = read.data
  if (!set)
    return (
      <Page title="学时规则" back={back}>
        <Card>
          {read.error ? (
            <Failed error={read.error} retry={() => void read.refetch()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </Card>
      </Page>
    )
  return (
    <Page title={set.name} back={back} actions={<RuleSetActs set={set} />}>
      <RuleSetHead set={set} />
      {set.state === 'draft' && (
        <Notice>草稿不影响任何人。先统计受影响人员，核对之后才能发布。</Notice>
      )}
      {set.inForce && <RuleSetDifferences before={set.inForce} after={set} />}
      {set.taskId !== null && (
        <RuleSetImpact key={set.taskId} set={set} reload={() => void read.refetch()} />
      )}
      <RuleSetFacts set={set} />
    </Page>
  )
}
