import { useState } from 'react'
import { Page } from '../page.tsx'
import { Tabs } from '../tabs.tsx'
import { Forms } from './forms.tsx'
import { Lists } from './lists.tsx'
import { Others } from './others.tsx'
import { Pieces } from './pieces.tsx'
import { States } from './states.tsx'
import { Wholes } from './wholes.tsx'

const tabs = [
  { id: 'pieces', text: '基本组件' },
  { id: 'forms', text: '表单' },
  { id: 'lists', text: '列表' },
  { id: 'states', text: '页面状态' },
  { id: 'others', text: '其他组件' },
  { id: 'wholes', text: '整页' },
] as const

/** Every piece in every state, for the eye and for axe. */
export default function Kit() {
  const start = tabs.find((tab) => window.location.hash === `#${tab.id}`)
  const [chosen, choose] = useState<(typeof tabs)[number]['id']>(start?.id ?? 'pieces')
  return (
    <Page title="组件一览" lead="开发时查看每个组件的各种状态，正式版本中没有这个页面。">
      <Tabs label="组件分类" tabs={tabs} chosen={chosen} choose={choose}>
        <div className="page">
          {chosen === 'pieces' && <Pieces />}
          {chosen === 'forms' && <Forms />}
          {chosen === 'lists' && <Lists />}
          {chosen === 'states' && <States />}
          {chosen === 'others' && <Others />}
          {chosen === 'wholes' && <Wholes />}
        </div>
      </Tabs>
    </Page>
  )
}
