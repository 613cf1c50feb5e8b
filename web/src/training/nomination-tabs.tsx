import { paths } from '../paths.ts'
import { SubMenu } from '../ui/sub-menu.tsx'

/** 培训提名: what there is to nominate for, and whom the unit has nominated. */
export function NominationTabs({ current }: { current: 'classes' | 'made' }) {
  return (
    <SubMenu
      label="培训提名"
      current={current}
      entries={[
        { id: 'classes', text: '可提名的培训班', to: paths.nominations() },
        { id: 'made', text: '提名记录', to: paths.nominationsMade() },
      ]}
    />
  )
}
