import { CallError } from '../../call.ts'
import { ButtonLink } from '../link.tsx'
import { Card } from '../page.tsx'
import { Skeleton } from '../skeleton.tsx'
import { Empty, Failed } from '../states.tsx'

export function States() {
  return (
    <>
      <Card title="正在加载">
        <Skeleton lines={4} />
      </Card>
      <Card title="没有待办">
        <Empty icon="checkCircle" title="没有待办事项">
          新的事项会出现在这里。
        </Empty>
      </Card>
      <Card title="读取失败">
        <Failed
          error={new CallError('INTERNAL', 500, { requestId: 'b7f3-20' })}
          retry={() => undefined}
        />
      </Card>
      <Card title="没有网络">
        <Failed error={new CallError('NO_ANSWER', 0)} retry={() => undefined} />
      </Card>
      <Card title="没有权限">
        <Empty
          icon="lock"
          title="您没有使用这个页面的权限"
          actions={<ButtonLink to="/">返回首页</ButtonLink>}
        >
          如需办理，请切换身份，或联系本单位管理员。
        </Empty>
      </Card>
    </>
  )
}
