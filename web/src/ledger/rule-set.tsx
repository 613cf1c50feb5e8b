import { readRuleSet } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam } from '../url.ts'
import { RuleSetDifferences } from './rule-set-differences.tsx'
import { RuleSetFacts } from './rule-set-facts.tsx'
import { RuleSetHead } from './rule-set-head.tsx'

/** One rule set for everybody: what it says and by which paper; ahead of its moment also what it changes. */
export default function RuleSetInPublic() {
  const id = usePathParam('id')
  const read = useRead(readRuleSet, { params: { id } })
  const back = { to: paths.rules(), text: '学时规则' }
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
    <Page title={set.name} back={back}>
      <RuleSetHead set={set} />
      {set.inForce && <RuleSetDifferences before={set.inForce} after={set} />}
      <RuleSetFacts set={set} />
    </Page>
  )
}
