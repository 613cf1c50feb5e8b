import type { Session } from '@xueshi/contract/orgs'
import { Button } from '../ui/button.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { Card } from '../ui/page.tsx'
import type { Credentials } from './login-form.tsx'

/** The demo's accounts; `choose` puts one into the login form. */
export default function DemoLogins({
  logins,
  choose,
}: {
  logins: Session['demoLogins']
  choose: (filled: Credentials) => void
}) {
  return (
    <Card>
      <details className="demo" open={window.matchMedia('(min-width: 760px)').matches}>
        <summary>演示账号</summary>
        <p className="field-hint">演示环境中的虚构账号。点“填入”后输入验证码即可登录。</p>
        <table className="demo-table">
          <thead>
            <tr>
              <th scope="col">角色</th>
              <th scope="col">账号</th>
              <th scope="col">
                <span className="unseen">操作</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {logins.map(({ role, account, password, unit }) => (
              <tr key={account}>
                <th scope="row">
                  {roleText[role] ?? role}
                  <span>{unit.replace('（演示）', '')}</span>
                </th>
                <td>{account}</td>
                <td>
                  {/* A new object each time, so that the same account can be filled in again. */}
                  <Button
                    look="quiet"
                    onMouseDown={keepFocus}
                    onClick={() => choose({ account, password })}
                  >
                    填入<span className="unseen">{`账号 ${account}`}</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Card>
  )
}

/** What the demo's logins are called: the role in the seed → the words of the portals. */
const roleText: Readonly<Record<string, string>> = {
  individual: '个人',
  'employer.manager': '法人单位（管理员）',
  'employer.clerk': '法人单位（经办人）',
  institution: '施教机构',
  industry: '行业主管部门',
  'hrss.province': '人社部门（省）',
  'hrss.city': '人社部门（市）',
  'hrss.county': '人社部门（县区）',
  'admin.system': '系统管理员',
  'admin.security': '安全管理员',
  'admin.audit': '审计管理员',
}
