import { paths } from '../paths.ts'
import { SubMenu } from '../ui/sub-menu.tsx'

export type InterfaceTab = 'records' | 'batches' | 'courses' | 'keys' | 'webhooks'

/** 数据接口: what came, what may come, and with what. */
export function InterfaceTabs({ current }: { current: InterfaceTab }) {
  return (
    <SubMenu
      label="数据接口"
      current={current}
      entries={[
        { id: 'records', text: '上报记录', to: paths.completions() },
        { id: 'batches', text: '上报批次', to: paths.completionBatches() },
        { id: 'courses', text: '可上报的课程', to: paths.reportableCourses() },
        { id: 'keys', text: '接口密钥', to: paths.apiKeys() },
        { id: 'webhooks', text: '回调通知', to: paths.webhooks() },
      ]}
    />
  )
}
