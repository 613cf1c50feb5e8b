import { CallError } from '../../call.ts'
import { Confirmation } from '../confirmation.tsx'
import { ButtonLink } from '../link.tsx'
import { ErrorPage, NoPermission, NotFound } from '../whole-page.tsx'

/** What takes the place of a whole page. */
export function Wholes() {
  return (
    <>
      <NotFound />
      <NoPermission>
        <p>您现在的身份是：个人。</p>
      </NoPermission>
      <ErrorPage
        error={new CallError('INTERNAL', 500, { requestId: 'b7f3-20' })}
        retry={() => undefined}
      />
      <Confirmation
        title="已送审"
        number={{ name: '受理编号', value: 'SS2026-000123' }}
        next={['单位审核后会通知您。', '审核前可以撤回修改。']}
        actions={<ButtonLink to="/_kit">返回列表</ButtonLink>}
      />
    </>
  )
}
