import type { YearDetail } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatDay } from '../ui/time.ts'

/** Why a year is suspended or revoked, or its certificate no longer in force, and what to do next. */
export function YearStandingNotice({ year, isOwn }: { year: YearDetail; isOwn: boolean }) {
  const { state, standing } = year
  const { held, former } = standing
  return (
    <>
      {state === 'suspended' && (
        <Notice tone="warn" title="该年度认证暂缓">
          {held ? (
            <p>
              {`因失信信息，自 ${formatDay(held.since)} 起${
                held.until ? `至 ${formatDay(held.until)} ` : ''
              }暂缓年度认证。`}
              {isOwn && <Link to={paths.ownCase('individual', held.caseId)}>查看失信信息</Link>}
            </p>
          ) : (
            <p>暂缓已经解除，系统正在重新计算该年度。</p>
          )}
          <p>暂缓期间学时照常累计；解除后，年度按当时的学时重新计算，可以再申请认证。</p>
        </Notice>
      )}
      {former && (
        <Notice tone="warn" title={formerTitle(year)}>
          <p>
            {`证书 ${former.number} 已于 ${formatDay(former.endedAt)} ${
              former.state === 'replaced' ? '被替换' : '撤销'
            }，原因：${former.reason}。`}
          </p>
          <p>{adviceOf(year)}</p>
        </Notice>
      )}
    </>
  )
}

const formerTitle = ({ state, standing: { former } }: YearDetail) => {
  if (state === 'revoked') return '该年度认证已撤销'
  return former?.state === 'replaced' ? '原证书已被替换' : '原证书已撤销'
}

/** What to do next, by where the year stands. */
function adviceOf({ state }: YearDetail): string {
  switch (state) {
    case 'certified':
      return '请使用新的证书；原证书验证时会显示已失效。'
    case 'revoked':
      return '对撤销有疑问的，请联系发证机关；问题解决后，由发证机关重新签发。'
    case 'suspended':
      return '原证书不能再使用。'
    case 'met':
      return '学时已达到要求，可以重新申请年度认证，签发新的证书。'
    case 'notMet':
      return '补足学时后，可以重新申请年度认证，签发新的证书。'
  }
}
