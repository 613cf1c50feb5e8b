import { paths } from '../paths.ts'
import { SubMenu } from '../ui/sub-menu.tsx'

/** The public catalogues of what is taught. */
export function CatalogueTabs({ current }: { current: 'topics' | 'courses' }) {
  return (
    <SubMenu
      label="目录"
      current={current}
      entries={[
        { id: 'topics', text: '公需课目录', to: paths.topicCatalogue() },
        { id: 'courses', text: '课程目录', to: paths.catalogue() },
      ]}
    />
  )
}
