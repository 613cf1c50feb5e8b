import { verifyByCode } from '@xueshi/contract/certificates'
import { useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { useOptionalPathParam } from '../url.ts'
import { Verdict } from './verdict.tsx'
import { VerifyForm } from './verify-form.tsx'

/** 证书验证: by number and name, or by the code in the address that a certificate's QR code leads to. */
export default function Verify() {
  const code = useOptionalPathParam('code')
  return (
    <Page
      title="证书验证"
      width="form"
      lead="任何人都可以验证继续教育证书，不需要登录。结果只显示部分个人信息。"
    >
      {code && <ByCode key={code} code={code} />}
      <div className="unprinted verify-ways">
        <Card title={code ? '验证另一份证书' : '用证书号和姓名验证'}>
          <VerifyForm key={code ?? ''} />
        </Card>
        <Domain />
      </div>
    </Page>
  )
}

function ByCode({ code }: { code: string }) {
  const asked = useRead(verifyByCode, { params: { code } })
  if (asked.error)
    return (
      <Card>
        <Failed error={asked.error} retry={() => void asked.refetch()} />
      </Card>
    )
  if (!asked.data)
    return (
      <Card>
        <Skeleton lines={6} />
      </Card>
    )
  return <Verdict found={asked.data} at={new Date(asked.dataUpdatedAt)} />
}

/** A forged certificate leads to a forged site: the visitor is told where they are. */
function Domain() {
  const host = useSession()?.site.host
  return (
    <Notice title={`您现在访问的是 ${window.location.host}`}>
      <p>
        用手机扫证书上的二维码，也会打开本网站的这一页。请看清浏览器地址栏：网址不是本系统的，不论页面上显示什么，都不要相信。
      </p>
      {host && <p>{`本系统由${host}主办。`}</p>}
    </Notice>
  )
}
