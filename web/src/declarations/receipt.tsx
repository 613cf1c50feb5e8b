import type { Declaration } from '@xueshi/contract/declarations'
import { paths } from '../paths.ts'
import { Confirmation } from '../ui/confirmation.tsx'
import { unbroken } from '../ui/dates.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { formatInstant } from '../ui/time.ts'
import './declarations.css'
import { newestFirst } from './history.tsx'
import { officeText } from './text.ts'

/** After 送审: 受理编号, time, and what comes next. */
export function Receipt({ record }: { record: Declaration }) {
  const open = record.steps.find(({ state }) => state === 'open')
  const later = record.steps.filter(({ state }) => state === 'waiting')
  const nameOf = ({ office, officeName }: Declaration['steps'][number]) =>
    officeName ?? officeText[office]
  const sent = newestFirst(record.timeline).find(({ act }) => act === 'submit')
  const at = sent?.at ?? record.receipt?.at
  return (
    <Confirmation
      title="送审成功"
      {...(record.receipt && { number: { name: '受理编号', value: record.receipt.number } })}
      next={[
        `${open ? nameOf(open) : '审核部门'}审核这条记录。`,
        ...(later.length ? [`通过后由${later.map(nameOf).join('、')}继续审核。`] : []),
        '认定后，学时自动计入您的年度学时；如被退回，会写明原因，修改后可以再次送审。',
        '审核开始前如发现填错，可以撤回修改。',
      ]}
      actions={
        <>
          <ButtonLink
            look="primary"
            to={`${paths.declarations()}?state=${record.state}&current=${record.id}`}
          >
            返回申报列表
          </ButtonLink>
          <ButtonLink to={paths.declaration(record.id)}>查看这条记录</ButtonLink>
          <ButtonLink look="quiet" icon="plus" to={paths.newDeclaration()}>
            再添加一条
          </ButtonLink>
        </>
      }
    >
      {at && (
        <p className="receipt-words">
          {unbroken(`《${record.name}》已于 ${formatInstant(at)} 送审。`)}
        </p>
      )}
    </Confirmation>
  )
}
