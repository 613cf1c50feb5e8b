import { type FilingPortal, paths } from '../paths.ts'
import { SubMenu } from '../ui/sub-menu.tsx'

/** 课程备案 of an industry authority: what it files, and what it organises itself. */
export function FilingTabs({ kind, current }: { kind: FilingPortal; current: 'filings' | 'own' }) {
  if (kind !== 'industry') return null
  return (
    <SubMenu
      label="课程备案"
      current={current}
      entries={[
        { id: 'filings', text: '报送本部门的课程', to: paths.filings(kind) },
        { id: 'own', text: '本部门的课程计划', to: paths.courses(kind) },
      ]}
    />
  )
}
