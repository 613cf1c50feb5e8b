import { listAbsences } from '@xueshi/contract/orgs/absences'
import { useRead } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'

/** Today's stand-ins that concern whoever looks: both sides see who acts for whom. */
export function DutyNotice() {
  const list = useRead(listAbsences, {})
  return list.data?.items
    .filter(({ isNow, own }) => isNow && own !== null)
    .map(({ id, own, name, deputyName, toOn }) => (
      <Notice key={id}>
        <p>
          {own === 'deputy'
            ? `${name} 的业务由您代办，至 ${toOn}。`
            : `您的业务由 ${deputyName} 代办，至 ${toOn}；提前回岗的，请在“员工账号”中结束代办。`}
        </p>
      </Notice>
    ))
}
